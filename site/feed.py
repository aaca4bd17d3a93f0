"""
What changed in services and centres, to subscribe to: /changes.atom and /en/changes.atom.

Atom (RFC 4287), from the history of the catalogue's files. Without one the feed is valid
and empty, and as old as the newest review. An entry is what one commit did to the services
of a field, or to centres: of a large change nothing is left out, and it does not push out
the others. An entry's identifier is a `tag:` address (RFC 4151), which holds as long as
the history does.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from html import escape
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from alphabet import in_order
from change_words import HAPPENED, parts_said
from history import ATHENS, Change, History
from page_words import Words

from functions.domain.catalog import Catalog, Language, Text

NAME = "changes.atom"
NEWEST = 50
ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SINCE = "2026"  # of the tag: addresses, the year from which the name of the site was ours

TITLE = Text(el="Αλλαγές στις υπηρεσίες και τα ΚΕΠ", en="Changes to services and centres")
CENTRES = Text(el="ΚΕΠ", en="Centres")


@dataclass(frozen=True, slots=True)
class Group:
    """The services of a field, or the centres, and where the page stands that lists them."""

    path: str
    title: Text


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about: a service or a centre, its file, and where its page stands."""

    file: str
    path: str
    title: Text
    ended: bool
    group: Group


Happening = tuple[Change, Subject]


def subjects(catalog: Catalog) -> Iterator[Subject]:
    """Yield every service and centre, those that have ended too: their pages stay."""
    for service in (*catalog.services.values(), *catalog.retired.values()):
        file = f"catalog_data/services/{service.field}/{service.slug}.yaml"
        group = Group(f"fields/{service.field}", catalog.fields[service.field].title)
        ended = service.retired is not None
        yield Subject(file, f"services/{service.slug}", service.title, ended, group)
    centres = Group("centres", CENTRES)
    for centre in catalog.centres.values():
        file = f"catalog_data/centres/{centre.slug}.yaml"
        ended = centre.closed is not None
        yield Subject(file, f"centres/{centre.slug}", centre.name, ended, centres)


def ended_files(catalog: Catalog) -> list[str]:
    """Return the files of what is retired or closed."""
    return [one.file for one in subjects(catalog) if one.ended]


def write_feeds(catalog: Catalog, changes: History, site: Path, origin: str) -> None:
    """Write the feed of each language below *site*."""
    for language in get_args(Language):
        folder = site if language == "el" else site / language
        folder.mkdir(exist_ok=True)
        document = ET.ElementTree(feed(catalog, changes, language, origin))
        document.write(folder / NAME, "utf-8", xml_declaration=True)


def feed(catalog: Catalog, changes: History, language: Language, origin: str) -> ET.Element:
    """Return the newest changes as an Atom document; addresses begin with *origin*."""
    newest = _newest(catalog, changes)
    words = Words(language)
    site = f"{origin}{words.root}"
    reviewed = max(service.reviewed for service in catalog.services.values())
    updated = newest[0][0][0].at if newest else datetime.combine(reviewed, time(), ATHENS)
    element = ET.Element("feed", {"xmlns": ATOM, XML_LANG: language})
    _add(element, "id", _tag(origin, f"{NAME}/{language}"))
    _add(element, "title", f"{words.say(TITLE)} – myKEPlive")
    _add(element, "updated", updated.isoformat())
    _add(ET.SubElement(element, "author"), "name", "myKEPlive")
    _add(element, "link", rel="self", type="application/atom+xml", href=f"{site}/{NAME}")
    _add(element, "link", rel="alternate", type="text/html", href=f"{site}/services/")
    for happenings in newest:
        element.append(_entry(happenings, words, origin))
    return element


def _newest(catalog: Catalog, changes: History) -> list[list[Happening]]:
    """Return the newest changes of what the catalogue has, the last first, grouped."""
    grouped: dict[tuple[str, str, str], list[Happening]] = {}
    for subject in subjects(catalog):
        for change in changes.get(subject.file, ()):
            key = change.commit, change.kind, subject.group.path
            grouped.setdefault(key, []).append((change, subject))
    return sorted(grouped.values(), key=lambda group: group[0][0].at, reverse=True)[:NEWEST]


def _entry(happenings: Sequence[Happening], words: Words, origin: str) -> ET.Element:
    (change, subject), several = happenings[0], len(happenings) > 1
    about = subject.group if several else subject
    happened = HAPPENED[change.kind]
    what = happened.several if several else happened.one
    count = f" ({len(happenings)})" if several else ""
    kind = f"{change.kind}/" if several else ""
    element = ET.Element("entry")
    _add(element, "id", _tag(origin, f"{words.language}/{change.commit}/{kind}{about.path}"))
    _add(element, "title", f"{words.say(what)}: {words.say(about.title)}{count}")
    _add(element, "updated", change.at.isoformat())
    _add(element, "category", term=change.kind)
    href = f"{origin}{words.root}/{about.path}/"
    _add(element, "link", rel="alternate", type="text/html", hreflang=words.language, href=href)
    if several:
        _add(element, "content", _listed(happenings, words, origin), type="html")
    elif parts := parts_said(change, words):
        _add(element, "summary", parts)
    return element


def _listed(happenings: Sequence[Happening], words: Words, origin: str) -> str:
    """Return the HTML that names every page of an entry, by title."""
    named = ((change, one, words.say(one.title)) for change, one in happenings)
    items = (
        f'<li><a href="{escape(origin)}{words.root}/{one.path}/">{escape(title)}</a>'
        f"{escape(_after_colon(parts_said(change, words)))}</li>"
        for change, one, title in in_order(named, lambda entry: entry[2])
    )
    return f"<ul>{''.join(items)}</ul>"


def _after_colon(said: str) -> str:
    return f": {said}" if said else ""


def _tag(origin: str, name: str) -> str:
    return f"tag:{urlsplit(origin).hostname},{SINCE}:{name}"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text
