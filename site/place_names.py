"""What people call a place, for the search on the page of the centres: `place_names.yaml`."""

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from functions.domain.catalog import Keywords, Municipality, Text
from functions.domain.texts import Slug

SOURCE = Path(__file__).resolve().parent / "place_names.yaml"
Names = Mapping[Slug, Keywords]


def load_place_names() -> Names:
    """Read the file; it is part of the program, so a fault in it stops the build."""
    return TypeAdapter(Names).validate_python(yaml.safe_load(SOURCE.read_text("utf-8")))


def names_of(municipality: Municipality, called: Names) -> str:
    """Return all that a municipality is found by, in both languages, with commas between."""
    texts: tuple[Text, ...] = (municipality.name, municipality.regional_unit, municipality.region)
    official = [text for one in texts for text in (one.el, one.en)]
    everyday = called.get(municipality.slug)
    return ", ".join([*official, *(everyday.el + everyday.en if everyday else ())])
