"""
Keep the styles and scripts of the release that is live now beside those of the next:

    python -m infra.deploy.keep_assets --live https://… --site build/site

The site goes first, the functions after it. In between, and until the last instance of the
functions is a new one, pages are rendered by either version, and each finds its styles.

What a release has of its own stands in its `/assets.json`, so what it kept of the one
before it is not kept again. Where nothing is live yet, nothing is kept.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx

LIST = "/assets.json"
ADDRESS = re.compile(r"/assets/[\w-]+(?:\.[\w-]+)*\.(?P<hash>[0-9a-f]{10})\.\w+", re.ASCII)
SECONDS = 30


class CannotKeep(Exception):
    """The release that is live cannot be read; the message says what of it."""


def keep(live: httpx.Client, site: Path) -> list[str]:
    """
    Fetch into the folder *site* what it lacks of the assets of *live*; return their addresses.

    Raises:
        CannotKeep: Something is missing there, or is not what its name says.
    """
    lacking = [one for one in _listed(live) if not (site / one.lstrip("/")).exists()]
    contents = {one: _content(live, one) for one in lacking}
    for address, content in contents.items():
        (site / address.lstrip("/")).write_bytes(content)
    return lacking


def _listed(live: httpx.Client) -> list[str]:
    """Return the addresses of the assets of the live release; none where there is none."""
    answer = _get(live, LIST)
    is_list = answer.headers.get("content-type", "").startswith("application/json")
    if answer.status_code == httpx.codes.NOT_FOUND or (answer.is_success and not is_list):
        return []  # an empty place answers with a page of the platform
    if not answer.is_success:
        raise CannotKeep(f"{LIST}: {answer.status_code}")
    addresses = sorted(set(answer.json().values()))
    if strange := [one for one in addresses if not ADDRESS.fullmatch(one)]:
        raise CannotKeep(f"{LIST} names {strange[0]!r}")
    return addresses


def _content(live: httpx.Client, address: str) -> bytes:
    answer, named = _get(live, address), ADDRESS.fullmatch(address)
    if not answer.is_success:
        raise CannotKeep(f"{address}: {answer.status_code}")
    if named is None or not hashlib.sha256(answer.content).hexdigest().startswith(named["hash"]):
        raise CannotKeep(f"{address} is not what its name says")
    return answer.content


def _get(live: httpx.Client, path: str) -> httpx.Response:
    try:
        return live.get(path)
    except httpx.HTTPError as error:
        raise CannotKeep(f"{path}: {error}") from error


def main(arguments: Sequence[str]) -> int:
    """Keep them, say how many, and return the exit code."""
    parser = argparse.ArgumentParser(description="Keep the assets of the live release.")
    parser.add_argument("--live", required=True, help="the address of the site as it is now")
    parser.add_argument("--site", type=Path, required=True, help="the site that comes next")
    asked = parser.parse_args(arguments)
    try:
        with httpx.Client(base_url=asked.live, timeout=SECONDS) as live:
            kept = keep(live, asked.site)
    except CannotKeep as reason:
        sys.stderr.write(f"{asked.live}: {reason}\n")
        return 1
    sys.stdout.write(f"kept {len(kept)} assets of the release before\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
