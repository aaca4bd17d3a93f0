"""
`make bench`: what the README quotes, measured in one run.

Machines differ and drift, so the figures that count are ratios of things measured in
turn, in the same run; single times are for information. Nothing here is asserted.
"""

import sys
from collections.abc import Callable

from tests.bench import availability, booking, builds, one_slot, site_builds

PARTS: tuple[Callable[[], list[tuple[str, str]]], ...] = (
    availability.measure,
    booking.measure,
    one_slot.measure,
    builds.measure,
    site_builds.measure,
)


def main() -> None:
    for part in PARTS:
        print(f"\n{(part.__module__.rsplit('.', 1)[1]).replace('_', ' ')}")
        for name, figure in part():
            print(f"  {name:<58} {figure}")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
