"""
Check infra/azure without Azure:

    .venv/bin/python -m infra.azure_checks            (make bicep)

Says what is wrong, each with its file, line and column, and fails if anything is.
"""

import sys
from pathlib import Path

from infra.azure_checks.every_check import faults

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Print what is wrong in infra/azure."""
    found = faults(ROOT / "infra" / "azure", ROOT / "azure.yaml")
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
