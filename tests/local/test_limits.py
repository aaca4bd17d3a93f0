"""Limits on the whole stack: an address is the one that the front writes."""

from collections.abc import Iterator
from itertools import islice

import httpx
from running_stack import running_stack

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog

A_MINUTE = load_catalog(CATALOG_DATA).rules.writes_per_minute
NOW = "2026-11-24T10:00"
PATIENCE = 5_000  # requests; only a failing test sends so many


def writes(address: str) -> Iterator[httpx.Response]:
    """Write on and on, each time with another address in the header that a client can write."""
    with httpx.Client(base_url=address, trust_env=False) as client:
        for number in range(PATIENCE):
            spoofed = f"198.51.{number // 250}.{number % 250}"
            headers = {"Origin": address, "X-Forwarded-For": spoofed}
            yield client.post("/api/v1/bookings", json={}, headers=headers)


def test_whoever_writes_too_much_is_told_to_wait_whatever_they_say_of_their_address(tmp_path):
    with running_stack(tmp_path, now=NOW) as stack:
        answers = []
        for answer in writes(stack.address):
            answers.append(answer.status_code)
            if answer.status_code != 401:
                break

    assert len(answers) > A_MINUTE
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")


def test_without_limits_nobody_is_told_to_wait(tmp_path):
    with running_stack(tmp_path, now=NOW, variables={"LIMITS": "off"}) as stack:
        answers = {each.status_code for each in islice(writes(stack.address), 2 * A_MINUTE)}

    assert answers == {401}
