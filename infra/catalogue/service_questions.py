"""
What is asked about a new service.

Pure: the words are a table, a question reads a line into a value or refuses it, and
what is asked next follows from the answers alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from functions.domain.catalog import SERVICE_COUNTS, Catalog
from functions.domain.service import PLACEHOLDER, Audience
from infra.catalogue import service_answers as read
from infra.catalogue.slugs import slug_of

Answers = Mapping[str, Any]

MUNICIPAL = "municipal"
WORDS: Mapping[str, tuple[str, str]] = {
    "field": ("Θεματικό πεδίο", "Thematic field"),
    "purpose": ("Σκοπός του ραντεβού", "Purpose of the appointment"),
    "title.el": ("Τίτλος στα ελληνικά", "Title in Greek"),
    "title.en": ("Τίτλος στα αγγλικά", "Title in English"),
    "slug": (
        "Όνομα αρχείου και διεύθυνση της σελίδας (δεν αλλάζει ποτέ): αριθμός ή δικό σας",
        "File name and address of the page (it never changes): a number or your own",
    ),
    "audience": ("Για ποιους", "For whom"),
    "category": ("Κατηγορία", "Category"),
    "life_event": ("Γεγονός ζωής", "Life event"),
    "description.el": ("Περιγραφή στα ελληνικά, σύντομη", "Description in Greek, short"),
    "description.en": ("Περιγραφή στα αγγλικά, σύντομη", "Description in English, short"),
    "keywords.el": ("Ελληνικές λέξεις αναζήτησης, με κόμματα", "Greek search words, with commas"),
    "keywords.en": ("Αγγλικές λέξεις αναζήτησης, με κόμματα", "English search words, with commas"),
    "authority.el": ("Αρμόδιος φορέας, στα ελληνικά", "Competent body, in Greek"),
    "authority.en": ("Αρμόδιος φορέας, στα αγγλικά", "Competent body, in English"),
    "identity": (
        "Δείχνει ο πολίτης ταυτότητα στην κάμερα;",
        "Does the citizen show an identity document on camera?",
    ),
    "documents": (
        "Άλλο δικαιολογητικό: ελληνικά | αγγλικά",
        "Another document: Greek | English",
    ),
    "cost.eur": ("Κόστος σε ευρώ, αν το δίνει πηγή", "Cost in euros, if a source gives it"),
    "cost.source": ("Ποια πηγή δίνει το κόστος", "Which source gives the cost"),
    "processing_time.days": (
        "Σε πόσες ημέρες εκδίδεται, αν το δίνει πηγή",
        "In how many days it is issued, if a source gives it",
    ),
    "processing_time.source": ("Ποια πηγή δίνει τις ημέρες", "Which source gives the days"),
    "legal_basis": (
        "Νομική βάση, όπως «άρθρο 153 ν. 3655/2008»",
        "Legal basis, such as “άρθρο 153 ν. 3655/2008”",
    ),
    "issued_online": (
        "Τη δίνει το gov.gr και ηλεκτρονικά;",
        "Does gov.gr provide it online too?",
    ),
    "mitos_id": ("Κωδικός ΜΙΤΟΣ, έξι ψηφία", "MITOS number, six digits"),
    "template.subject": ("Θέμα της λευκής αίτησης", "Subject of the blank application, in Greek"),
    "template.body": (
        "Κείμενο της αίτησης· το {name} είναι πεδίο",
        "Text of the application, in Greek; {name} is a field",
    ),
    "provenance.membership": ("Γιατί είναι στον κατάλογο", "Why it is in the catalogue"),
    "provenance.title": ("Από πού είναι ο τίτλος", "Where the title is from"),
    "provenance.title_en": ("Από πού ο αγγλικός τίτλος", "Where the English title is from"),
    "provenance.description": ("Από πού η περιγραφή", "Where the description is from"),
    "provenance.documents": ("Από πού τα δικαιολογητικά", "Where the documents are from"),
    "provenance.authority": ("Από πού ο φορέας", "How the body is known"),
    "provenance.legal_basis": ("Από πού η νομική βάση", "Where the legal basis is from"),
    "provenance.template": ("Από πού το υπόδειγμα", "Where the template is from"),
    "provenance.sources": ("Πηγές, με κόμματα", "Sources, with commas"),
}
PURPOSES = {"processing": "διεκπεραίωση / processing", "information": "ενημέρωση / information"}
PEOPLE = {
    "citizen": "πολίτες / citizens",
    "business": "επιχειρήσεις / businesses",
    "both": "και οι δύο / both",
}
YES_NO = {"yes": "ναι / yes", "no": "όχι / no"}


@dataclass(frozen=True, slots=True)
class Question:
    """
    Something to ask; *key* names its answer, *words* are Greek and English.

    *options* (value and what it is) are shown with numbers. An *optional* question takes
    an empty line for no answer; one that takes *many* is asked until there is one.
    """

    key: str
    words: tuple[str, str]
    read: Callable[[str], Any]
    options: Mapping[str, str]
    optional: bool = False
    many: bool = False

    def value(self, line: str) -> Any:
        """
        Return what was typed as a value.

        Raises:
            Refused: It cannot be taken, and why.
        """
        options = tuple(self.options)
        if self.key == "provenance.sources":
            known = read.one_of(options)
            return tuple(known(read.chosen(word, options)) for word in read.words(line))
        return self.read(read.chosen(line, options))


def next_question(answers: Answers, catalog: Catalog) -> Question | None:
    """Return the first question that *answers* leave open, or None."""
    return next((one for one in _questions(answers, catalog) if one.key not in answers), None)


def own_placeholders(body: str, catalog: Catalog) -> Sequence[str]:
    """Return the names in the text of a blank application that only it asks for."""
    common = {*catalog.application_fields, "municipality"}
    return [name for name in dict.fromkeys(PLACEHOLDER.findall(body)) if name not in common]


def _questions(answers: Answers, catalog: Catalog) -> Iterator[Question]:
    """Yield what is asked, in order; taken one by one, so that each knows the earlier answers."""
    yield _choice("field", {home: catalog.fields[home].title.el for home, _ in SERVICE_COUNTS})
    purposes = [purpose for home, purpose in SERVICE_COUNTS if home == answers["field"]]
    yield _choice("purpose", {purpose: PURPOSES[purpose] for purpose in purposes})
    yield _ask("title.el", read.greek)
    yield _ask("title.en", read.english)
    yield _slug(answers, catalog)
    yield _choice("audience", {one: PEOPLE[one] for one in get_args(Audience)})
    yield _choice("category", {slug: one.title.el for slug, one in catalog.categories.items()})
    events = {slug: one.title.el for slug, one in catalog.life_events.items()}
    yield _choice("life_event", events, optional=True)
    yield from _texts("description", answers)
    yield _ask("keywords.el", read.words)
    yield _ask("keywords.en", read.words)
    yield from _texts("authority", answers)
    yield from _facts(answers, catalog)
    if answers["field"] == MUNICIPAL:
        yield from _template(answers, catalog)
    for aspect in _aspects(answers):
        yield _choice(f"provenance.{aspect}", _grades(aspect, catalog))
    yield _choice("provenance.sources", _sources(catalog))


def _ask(key: str, reader: Callable[[str], Any], *, optional: bool = False) -> Question:
    return Question(key, WORDS[key], reader, {}, optional=optional)


def _choice(key: str, options: Mapping[str, str], *, optional: bool = False) -> Question:
    return Question(key, WORDS[key], read.one_of(options), options, optional=optional)


def _slug(answers: Answers, catalog: Catalog) -> Question:
    """Propose names after both titles; the English one first, as the neighbours have it."""
    taken = {*catalog.services, *catalog.retired, *catalog.renamed}
    names = {slug_of(answers[title]): "" for title in ("title.en", "title.el")}
    free = {name: "" for name in names if name and name not in taken}
    return Question("slug", WORDS["slug"], read.free_slug(taken), free)


def _texts(key: str, answers: Answers) -> Iterator[Question]:
    yield _ask(f"{key}.el", read.greek, optional=True)
    if answers[f"{key}.el"]:
        yield _ask(f"{key}.en", read.english)


def _facts(answers: Answers, catalog: Catalog) -> Iterator[Question]:
    yield _choice("identity", YES_NO)
    yield Question(
        "documents", WORDS["documents"], read.both_languages, {}, optional=True, many=True
    )
    yield _ask("cost.eur", read.amount, optional=True)
    if answers["cost.eur"] is not None:
        yield _choice("cost.source", _sources(catalog))
    yield _ask("processing_time.days", read.days, optional=True)
    if answers["processing_time.days"] is not None:
        yield _choice("processing_time.source", _sources(catalog))
    yield Question("legal_basis", WORDS["legal_basis"], read.greek, {}, optional=True, many=True)
    yield _choice("issued_online", YES_NO, optional=True)
    yield _ask("mitos_id", read.six_digits, optional=True)


def _template(answers: Answers, catalog: Catalog) -> Iterator[Question]:
    yield _ask("template.subject", read.greek)
    yield _ask("template.body", read.greek)
    for name in own_placeholders(answers["template.body"], catalog):
        words = (
            f"Τι ζητά το {{{name}}}: ελληνικά | αγγλικά",
            f"What {{{name}}} is: Greek | English",
        )
        yield Question(f"label.{name}", words, read.both_languages, {})


def _aspects(answers: Answers) -> Sequence[str]:
    """Return the aspects of provenance that the answers have something of."""
    there = {
        "description": answers["description.el"],
        "documents": answers["documents"] or answers["identity"] == "yes",
        "authority": answers["authority.el"],
        "legal_basis": answers["legal_basis"],
        "template": answers["field"] == MUNICIPAL,
    }
    return ["membership", "title", "title_en", *(aspect for aspect, has in there.items() if has)]


def _grades(aspect: str, catalog: Catalog) -> Mapping[str, str]:
    """Return the grades of an aspect that services have; the rest are for centres."""
    used = {getattr(one.provenance, aspect) for one in catalog.services.values()}
    words = catalog.provenance_words[aspect]
    return {grade: one.el for grade, one in words.items() if grade in used}


def _sources(catalog: Catalog) -> Mapping[str, str]:
    return {slug: one.title.el for slug, one in catalog.sources.items()}
