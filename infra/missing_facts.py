"""
Print which facts of the catalogue no source gives, as Markdown.

    python -m infra.missing_facts > missing.md
"""

import sys
from pathlib import Path

from functions.adapters.catalog_files import load_catalog
from functions.domain.missing_facts import report

if __name__ == "__main__":
    sys.stdout.write(report(load_catalog(Path("catalog_data"))))
