"""
What changed in services and centres, to subscribe to: /changes.atom and /en/changes.atom.

Atom (RFC 4287), from the history of the catalogue's files. Without one the feed is valid
and empty, and as old as the newest review. An entry's identifier is a `tag:` address
(RFC 4151), which holds as long as the history does.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from history import ATHENS, Change, History, Kind

from functions.domain.catalog import Catalog, Language, Text

NAME = "changes.atom"
NEWEST = 50
ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SINCE = "2026"  # of the tag: addresses, the year from which the name of the site was ours

TITLE = Text(el="Αλλαγές στις υπηρεσίες και τα ΚΕΠ", en="Changes to services and centres")
HAPPENED: Mapping[Kind, Text] = {
    "added": Text(el="Νέα σελίδα: %s", en="New page: %s"),
    "changed": Text(el="Άλλαξε: %s", en="Changed: %s"),
    "renamed": Text(el="Νέα διεύθυνση: %s", en="New address: %s"),
    "ended": Text(el="Δεν προσφέρεται πια: %s", en="No longer offered: %s"),
    "removed": Text(el="Αφαιρέθηκε: %s", en="Removed: %s"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about: a service or a centre, its file, and where its page stands."""

    file: str
    path: str
    title: Text
    ended: bool


def subjects(catalog: Catalog) -> Iterator[Subject]:
    """Yield every service and centre, those that have ended too: their pages stay."""
    for service in (*catalog.services.values(), *catalog.retired.values()):
        file = f"catalog_data/services/{service.field}/{service.slug}.yaml"
        yield Subject(file, f"services/{service.slug}", service.title, service.retired is not None)
    for centre in catalog.centres.values():
        file = f"catalog_data/centres/{centre.slug}.yaml"
        yield Subject(file, f"centres/{centre.slug}", centre.name, centre.closed is not None)


def ended_files(catalog: Catalog) -> list[str]:
    """Return the files of what is retired or closed."""
    return [one.file for one in subjects(catalog) if one.ended]


def write_feeds(catalog: Catalog, changes: History, site: Path, origin: str) -> None:
    """Write the feed of each language below *site*."""
    for language in get_args(Language):
        folder = site if language == "el" else site / language
        document = ET.ElementTree(feed(catalog, changes, language, origin))
        document.write(folder / NAME, "utf-8", xml_declaration=True)


def feed(catalog: Catalog, changes: History, language: Language, origin: str) -> ET.Element:
    """Return the newest changes as an Atom document; addresses begin with *origin*."""
    newest = _newest(catalog, changes)
    root = "" if language == "el" else "/en"
    reviewed = max(service.reviewed for service in catalog.services.values())
    updated = newest[0][0].at if newest else datetime.combine(reviewed, time(), ATHENS)
    element = ET.Element("feed", {"xmlns": ATOM, XML_LANG: language})
    _add(element, "id", _tag(origin, f"{NAME}/{language}"))
    _add(element, "title", f"{TITLE.in_language(language)} – myKEPlive")
    _add(element, "updated", updated.isoformat())
    _add(ET.SubElement(element, "author"), "name", "myKEPlive")
    _add(element, "link", rel="self", type="application/atom+xml", href=f"{origin}{root}/{NAME}")
    _add(element, "link", rel="alternate", type="text/html", href=f"{origin}{root}/services/")
    for change, subject in newest:
        element.append(_entry(change, subject, language, origin))
    return element


def _newest(catalog: Catalog, changes: History) -> list[tuple[Change, Subject]]:
    """Return the newest changes of what the catalogue has, the last one first."""
    listed = [
        (change, subject)
        for subject in subjects(catalog)
        for change in changes.get(subject.file, ())
    ]
    return sorted(listed, key=lambda pair: pair[0].at, reverse=True)[:NEWEST]


def _entry(change: Change, subject: Subject, language: Language, origin: str) -> ET.Element:
    root = "" if language == "el" else "/en"
    element = ET.Element("entry")
    _add(element, "id", _tag(origin, f"{language}/{change.commit}/{subject.path}"))
    title = subject.title.in_language(language)
    _add(element, "title", HAPPENED[change.kind].in_language(language) % title)
    _add(element, "updated", change.at.isoformat())
    _add(element, "category", term=change.kind)
    href = f"{origin}{root}/{subject.path}/"
    _add(element, "link", rel="alternate", type="text/html", hreflang=language, href=href)
    _add(element, "summary", change.subject)
    return element


def _tag(origin: str, name: str) -> str:
    return f"tag:{urlsplit(origin).hostname},{SINCE}:{name}"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text
