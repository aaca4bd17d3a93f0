"""Which pages the built site has, and where each of their files is."""

from collections.abc import Mapping, Sequence
from pathlib import Path


class NoSuchPage(Exception):
    """The site has no page at an address that was asked for; the message names it."""


def site_pages(site: Path, asked: Sequence[str] = ()) -> Mapping[str, Path]:
    """
    Return the files of the pages at the addresses *asked* for, or of all pages.

    Raises:
        NoSuchPage: There is none at one of the addresses, or there is no site at all.
    """
    every = {_address(site, file): file for file in sorted(site.rglob("*.html"))}
    for address in asked or ("/",):
        if address not in every:
            raise NoSuchPage(address)
    return {address: every[address] for address in asked} if asked else every


def _address(site: Path, file: Path) -> str:
    return f"/{file.relative_to(site).as_posix().removesuffix('index.html')}"
