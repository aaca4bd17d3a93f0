"""What people type into the search, and what they must find: data for two kinds of test."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

SITE = Path(__file__).parent / "site"
QUERIES = yaml.safe_load((SITE / "queries.yaml").read_text("utf-8"))
PLACES = yaml.safe_load((SITE / "place_queries.yaml").read_text("utf-8"))


def wanted(asked: Mapping[str, Any]) -> list[str]:
    """Return the slugs of which one has to be found; none if *asked* is about something else."""
    slugs = asked.get("finds", [])
    return [slugs] if isinstance(slugs, str) else list(slugs)
