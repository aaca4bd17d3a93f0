"""
What the search on the page of all services knows besides that page.

The page holds the titles and subjects. Its script fetches `words.json` once somebody
searches, and `other-words.json` when the first does not do: for words of the other
language. Both have a row for each slug.
"""

from functions.domain.catalog import Catalog, Language
from functions.domain.service import Service

# Of services that fit a query equally well, more people mean those that settle a
# matter, their own, and here.
INFORMATION = 0.9
BUSINESS = 0.95
FROM_ABROAD = 0.85
WORDS_FROM_ABROAD = ("διασυνοριακ", "προσωριν")


def own_words(catalog: Catalog, language: Language) -> dict[str, tuple[float, str, str]]:
    """Return, by slug, the favour of a service, its keywords and its occasion in life."""
    return {
        slug: (
            favour(service),
            ", ".join(service.keywords.in_language(language)),
            _occasion(catalog, service, language),
        )
        for slug, service in catalog.services.items()
    }


def other_words(catalog: Catalog, language: Language) -> dict[str, tuple[str, str]]:
    """Return, by slug, the title and keywords in the language that is not *language*."""
    other: Language = "en" if language == "el" else "el"
    return {
        slug: (service.title.in_language(other), ", ".join(service.keywords.in_language(other)))
        for slug, service in catalog.services.items()
    }


def favour(service: Service) -> float:
    """Return how likely people mean *service* among those that fit as well: 1 or less."""
    information = INFORMATION if service.purpose == "information" else 1
    business = BUSINESS if service.audience == "business" else 1
    from_abroad = any(word in service.title.el.lower() for word in WORDS_FROM_ABROAD)
    return round(information * business * (FROM_ABROAD if from_abroad else 1), 2)


def _occasion(catalog: Catalog, service: Service, language: Language) -> str:
    event = service.life_event
    return catalog.life_events[event].title.in_language(language) if event else ""
