"""What is said of a change, on pages and in the feed: what happened, and to which parts."""

from collections.abc import Mapping
from typing import NamedTuple

from history import Change, Kind
from page_words import Words

from functions.domain.catalog import Text


class Happened(NamedTuple):
    """What happened to one page, and to several."""

    one: Text
    several: Text


HAPPENED: Mapping[Kind, Happened] = {
    "added": Happened(
        Text(el="Νέα σελίδα", en="New page"), Text(el="Νέες σελίδες", en="New pages")
    ),
    "changed": Happened(Text(el="Αλλαγή", en="Change"), Text(el="Αλλαγές", en="Changes")),
    "renamed": Happened(
        Text(el="Νέα διεύθυνση", en="New address"), Text(el="Νέες διευθύνσεις", en="New addresses")
    ),
    "ended": Happened(
        Text(el="Δεν προσφέρεται πια", en="No longer offered"),
        Text(el="Δεν προσφέρονται πια", en="No longer offered"),
    ),
    "removed": Happened(Text(el="Αφαιρέθηκε", en="Removed"), Text(el="Αφαιρέθηκαν", en="Removed")),
}

# By the keys of a file, in the words of the headings under which a page shows them.
NAMES: Mapping[Text, tuple[str, ...]] = {
    Text(el="τίτλος", en="title"): ("title",),
    Text(el="περιγραφή", en="description"): ("description",),
    Text(el="σκοπός του ραντεβού", en="purpose of the appointment"): ("purpose",),
    Text(el="για ποιον είναι", en="who it is for"): ("audience",),
    Text(el="θέμα και περίσταση", en="subject and life event"): ("category", "life_event"),
    Text(el="αρμόδια υπηρεσία", en="competent body"): ("authority", "authority_org_code"),
    Text(el="τι να έχετε έτοιμο", en="what to have ready"): ("documents", "information_needed"),
    Text(el="κόστος", en="cost"): ("cost",),
    Text(el="χρόνος", en="time"): ("processing_time",),
    Text(el="νομική βάση", en="legal basis"): ("legal_basis", "legal_basis_source"),
    Text(el="αν γίνεται και στο διαδίκτυο", en="whether it is online too"): ("issued_online",),
    Text(el="τι έχει αλλάξει από τότε", en="what has changed since"): ("status_note", "retired"),
    Text(el="εθνικό μητρώο", en="national registry"): (
        *("mitos_id", "mitos_uuid", "mitos_match", "mitos_title", "mitos_variant_ids"),
        *("mitos_related_id", "ermis_code", "title_2021", "registry_variants_2021"),
    ),
    Text(el="λευκή αίτηση", en="blank application"): ("blank_application",),
    Text(el="τελευταίος έλεγχος", en="last review"): ("reviewed",),
    Text(el="πηγές", en="sources"): ("provenance",),
    Text(el="όνομα", en="name"): ("name",),
    Text(el="Δήμος", en="municipality"): ("municipality",),
    Text(el="υπηρεσίες", en="services"): ("fields", "point_of_single_contact", "names_kep_eke"),
    Text(el="διεύθυνση και επικοινωνία", en="address and contact"): (
        *("address", "position", "telephone", "email"),
    ),
    Text(el="ώρες και αργίες", en="hours and holidays"): ("shifts", "patron_day", "desks"),
    Text(el="έως πότε δίνει ραντεβού", en="until when it gives appointments"): ("closed",),
    Text(el="κωδικοί", en="codes"): ("code", "kep_code", "nace_section", "sdg_codes"),
}
PARTS: Mapping[str, Text] = {key: name for name, keys in NAMES.items() for key in keys}
OTHER = Text(el="άλλα στοιχεία", en="other facts")  # keys that files once had


def parts_said(change: Change, words: Words) -> str:
    """Return what of a page changed, such as «κόστος και χρόνος»; empty where that is not told."""
    names = dict.fromkeys(words.say(PARTS.get(key, OTHER)) for key in change.parts)
    return words.listed(names) if names and change.kind == "changed" else ""


def change_said(change: Change, words: Words) -> str:
    """Return what happened to a page, such as «Αλλαγή: κόστος και χρόνος»."""
    happened, parts = words.say(HAPPENED[change.kind].one), parts_said(change, words)
    return f"{happened}: {parts}" if parts else happened
