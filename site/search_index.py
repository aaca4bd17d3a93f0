"""
What the search on the page of all services knows besides that page.

The page holds the titles and subjects. Its script fetches the words of the page's language
once somebody searches, and those of the other language when the first do not do. Each is an
asset with a row for each slug; the page names their addresses.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from other_matters import OtherMatters, load_other_matters
from site_assets import address_of, as_json, write_asset

from functions.domain.catalog import Catalog, Language
from functions.domain.service import Service

# Of services that fit a query equally well, more people mean those that settle a
# matter, their own, and here.
INFORMATION = 0.9
BUSINESS = 0.95
FROM_ABROAD = 0.85
WORDS_FROM_ABROAD = ("διασυνοριακ", "προσωριν")
OTHER: Mapping[Language, Language] = {"el": "en", "en": "el"}


def write_words(catalog: Catalog, site: Path) -> dict[str, str]:
    """Write what the search fetches below *site*; return each file's name with its address."""
    files = {**_files(catalog, "el"), **_files(catalog, "en")}
    return {name: write_asset(site, name, data) for name, data in files.items()}


def word_addresses(catalog: Catalog, language: Language) -> list[str]:
    """Return where the words of *language* are, and those of the other one."""
    return [address_of(name, data) for name, data in _files(catalog, language).items()]


def _files(catalog: Catalog, language: Language) -> dict[str, bytes]:
    return {
        f"words.{language}.json": as_json(own_words(catalog, language)),
        f"other-words.{language}.json": as_json(other_words(catalog, language)),
    }


def own_words(catalog: Catalog, language: Language) -> dict[str, Any]:
    """
    Return what the search knows in the language of the page.

    *services* has, by slug, the favour of a service, its keywords, its occasion in life, and
    the keywords that say what it is needed for, without what is empty at the end;
    *elsewhere* is what no service settles.
    """
    matters = load_other_matters()
    return {
        "services": {
            slug: _own(service, language, _occasion(catalog, service, language), matters)
            for slug, service in catalog.services.items()
        },
        "elsewhere": matters.rows(),
    }


def _own(
    service: Service, language: Language, occasion: str, matters: OtherMatters
) -> tuple[float | str, ...]:
    keywords, needed_for = matters.parted(service.keywords.in_language(language))
    row = (favour(service), keywords, occasion, needed_for)
    return row if needed_for else row[:3] if occasion else row[:2]


def other_words(catalog: Catalog, language: Language) -> dict[str, tuple[str, str, str]]:
    """Return, by slug, the title and keywords in the language that is not *language*."""
    matters = load_other_matters()
    return {
        slug: _named(service, OTHER[language], matters)
        for slug, service in catalog.services.items()
    }


def _named(service: Service, language: Language, matters: OtherMatters) -> tuple[str, str, str]:
    keywords = matters.parted(service.keywords.in_language(language))
    return (service.title.in_language(language), *keywords)


def favour(service: Service) -> float:
    """Return how likely people mean *service* among those that fit as well: 1 or less."""
    information = INFORMATION if service.purpose == "information" else 1
    business = BUSINESS if service.audience == "business" else 1
    from_abroad = any(word in service.title.el.lower() for word in WORDS_FROM_ABROAD)
    return round(information * business * (FROM_ABROAD if from_abroad else 1), 2)


def _occasion(catalog: Catalog, service: Service, language: Language) -> str:
    event = service.life_event
    return catalog.life_events[event].title.in_language(language) if event else ""
