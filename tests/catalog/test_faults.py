"""Whatever an editor does wrong is found, all of it at once, at its line and column."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from functions.adapters.catalog_files import (
    BrokenCatalog,
    Fault,
    annotation,
    load_catalog,
    main,
)

TODAY = date(2026, 11, 26)

SERVICE = """\
title: {el: Τίτλος, en: Title}
keywords:
  el: [λέξη]
  en: [word]
purpose: processing
audience: citizen
category: education
reviewed: 2026-11-23
provenance:
  membership: inferred-govgr
  sources: [circular]
"""
CENTRE = """\
name: {el: ΚΕΠ, en: KEP}
code: QQQ
municipality: corinth
fields: [administrative, disability, municipal]
provenance:
  membership: reconstructed-centre
"""


@dataclass(frozen=True)
class Planted:
    """
    A change of one file, and the fault that must be reported for it.

    *place* is a line and column, or a piece of the changed file with `|` at the place.
    """

    file: str
    change: Callable[[str], bytes | str]
    place: tuple[int, int] | str
    el: str
    en: str


def service(
    slug: str, old: str, new: str, *fault: object, field: str = "administrative"
) -> Planted:
    """Replace a service by `SERVICE` with *old* changed to *new*."""
    assert old in SERVICE
    place, el, en = fault
    return Planted(
        f"services/{field}/{slug}.yaml", lambda _: SERVICE.replace(old, new), place, el, en
    )


def centre(slug: str, old: str, new: str, *fault: object) -> Planted:
    """Replace a centre by `CENTRE` with *old* changed to *new*, under a code of its own."""
    assert old in CENTRE
    place, el, en = fault
    return Planted(f"centres/{slug}.yaml", lambda _: CENTRE.replace(old, new), place, el, en)


def whole(file: str, content: bytes | str, *fault: object) -> Planted:
    """Write *content* instead of what is there."""
    place, el, en = fault
    return Planted(file, lambda _: content, place, el, en)


def part(file: str, old: str, new: str, *fault: object) -> Planted:
    """Change the first *old* of the shipped file to *new*."""
    place, el, en = fault
    return Planted(file, lambda text: text.replace(old, new, 1), place, el, en)


PLANTED = {
    # ── the file ──
    "not UTF-8": whole(
        "services/administrative/amka-data-change.yaml",
        SERVICE.encode().replace("λέξη".encode(), b"\xeb\xdd\xee\xe7"),
        (3, 8),
        "το αρχείο δεν είναι UTF-8: το byte 0xeb δεν διαβάζεται",
        "the file is not UTF-8: byte 0xeb cannot be read",
    ),
    "empty": whole(
        "services/administrative/aspaite-degree-copy.yaml",
        "# μόνο σχόλια\n",
        (1, 1),
        "το αρχείο είναι κενό",
        "the file is empty",
    ),
    "a tab": service(
        "aspaite-transcript",
        "  en: [word]",
        "  en:\t[word]",
        (4, 6),
        "στηλοθέτης (tab)· γράψτε κενά",
        "a tab; write spaces",
    ),
    "a control character": service(
        "birth-certificate",
        "Title",
        "Ti\x07tle",
        (1, 27),
        "αόρατος χαρακτήρας",
        "an invisible character",
    ),
    "a space without width, pasted in": service(
        "cooperative-statutes-unchanged-certificate",
        "λέξη",
        "λέ\u200bξη",
        (3, 10),
        "αόρατος χαρακτήρας",
        "an invisible character",
    ),
    "broken YAML": service(
        "birth-registration-act",
        "  en: [word]",
        "  en: [word",
        (5, 8),
        "δεν είναι σωστή YAML εδώ (did not find expected ',' or ']')",
        "not valid YAML here (did not find expected ',' or ']')",
    ),
    "a list instead of a mapping": whole(
        "services/administrative/cooperative-no-bankruptcy-certificate.yaml",
        "- title\n",
        (1, 1),
        "περιμένουμε ζεύγη «κλειδί: τιμή»",
        "pairs of “key: value” are expected",
    ),
    "a key twice": service(
        "closest-relatives-certificate",
        "audience: citizen",
        "audience: citizen\naudience: both",
        (7, 1),
        "το κλειδί «audience» υπάρχει δύο φορές",
        "the key “audience” is there twice",
    ),
    "a key twice, deep inside": service(
        "criminal-record-copy",
        "{el: Τίτλος, en: Title}",
        "{el: Τίτλος, en: Title, el: Άλλος}",
        (1, 32),
        "το κλειδί «el» υπάρχει δύο φορές",
        "the key “el” is there twice",
    ),
    "an alias": service(
        "death-registration-act",
        "  el: [λέξη]\n  en: [word]",
        "  el: &words [λέξη]\n  en: *words",
        (3, 7),
        "δεν χρησιμοποιούμε άγκυρες και ψευδώνυμα (& και *)· γράψτε την τιμή κάθε φορά",
        "anchors and aliases (& and *) are not used; write the value each time",
    ),
    "a tag": service(
        "e-paravolo",
        "el: Τίτλος",
        "el: !!python/name:os.system Τίτλος",
        (1, 13),
        "δεν χρησιμοποιούμε ετικέτες YAML (tag:yaml.org,2002:python/name:os.system)",
        "YAML tags are not used (tag:yaml.org,2002:python/name:os.system)",
    ),
    "a key that is a list": service(
        "family-status-certificate",
        "audience: citizen",
        "audience: citizen\n? [a]\n: b",
        (7, 3),
        "το κλειδί πρέπει να είναι κείμενο",
        "a key must be text",
    ),
    # ── one value ──
    "a missing key": service(
        "hospitalisation-certificate-adults",
        "category: education\n",
        "",
        (1, 1),
        "λείπει το κλειδί «category»",
        "the key “category” is missing",
    ),
    "a missing key inside": service(
        "hospitalisation-certificate-minors",
        "\n  en: [word]",
        "",
        (3, 3),
        "λείπει το κλειδί «en»",
        "the key “en” is missing",
    ),
    "an unknown key": service(
        "insurance-clearance-efka",
        "audience: citizen",
        "audience: citizen\nfee: 5",
        (7, 1),
        "άγνωστο κλειδί «fee»",
        "unknown key “fee”",
    ),
    "the name of the file again": service(
        "loan-interest-certificate-tpd",
        "audience: citizen",
        "audience: citizen\nslug: loan",
        (7, 1),
        "άγνωστο κλειδί «slug»",
        "unknown key “slug”",
    ),
    "an empty text": service(
        "locality-certificate",
        "el: Τίτλος",
        "el: ''",
        (1, 13),
        "το κείμενο είναι κενό",
        "the text is empty",
    ),
    "nothing where a text belongs": service(
        "male-register-certificate",
        "title: {el: Τίτλος, en: Title}",
        "title:\n  el: Τίτλος\n  en:",
        (3, 6),
        "περιμένουμε κείμενο",
        "text is expected",
    ),
    "an empty list": service(
        "marriage-registration-act",
        "el: [λέξη]",
        "el: []",
        (3, 7),
        "ο κατάλογος είναι κενός",
        "the list is empty",
    ),
    "a value that is none of the allowed": service(
        "military-status-certificate",
        "audience: citizen",
        "audience: πολίτης",
        (6, 11),
        "το «πολίτης» δεν είναι μία από τις τιμές: 'citizen', 'business', 'both'",
        "“πολίτης” is not one of the values: 'citizen', 'business', 'both'",
    ),
    "yes instead of true": service(
        "no-bankruptcy-certificate",
        "audience: citizen",
        "audience: citizen\nissued_online: yes",
        (7, 16),
        "περιμένουμε true ή false",
        "true or false is expected",
    ),
    "a date that is none": service(
        "no-bankruptcy-petition-certificate",
        "reviewed: 2026-11-23",
        "reviewed: 23/11/2026",
        (8, 11),
        "το «23/11/2026» δεν είναι ημερομηνία, όπως 2026-11-23",
        "“23/11/2026” is not a date such as 2026-11-23",
    ),
    "an amount with a comma": service(
        "no-fugitive-prosecution-certificate",
        "audience: citizen",
        "audience: citizen\ncost: {eur: '2,04', source: circular}",
        (7, 13),
        "το «2,04» δεν είναι ποσό, όπως 147 ή 2.04",
        "“2,04” is not an amount such as 147 or 2.04",
    ),
    "no day at all": service(
        "no-inheritance-dispute-certificate",
        "audience: citizen",
        "audience: citizen\nprocessing_time: {days: 0, source: circular}",
        (7, 25),
        "το «0» πρέπει να είναι μεγαλύτερο από 0",
        "“0” must be greater than 0",
    ),
    "a number in words": service(
        "no-inheritance-waiver-certificate",
        "audience: citizen",
        "audience: citizen\nprocessing_time: {days: πέντε, source: circular}",
        (7, 25),
        "το «πέντε» δεν είναι ακέραιος αριθμός",
        "“πέντε” is not a whole number",
    ),
    "a number of the registry that lost its zero": service(
        "no-judicial-support-certificate",
        "audience: citizen",
        "audience: citizen\nmitos_id: 94255",
        (7, 11),
        "το «94255» δεν έχει τη σωστή μορφή (^[0-9]{6}$)",
        "“94255” does not have the right form (^[0-9]{6}$)",
    ),
    # ── what other files know ──
    "an unknown category": service(
        "no-will-publication-certificate",
        "category: education",
        "category: studies",
        (7, 11),
        "άγνωστη κατηγορία «studies»",
        "unknown category “studies”",
    ),
    "an unknown life event": service(
        "subsidies-amount-certificate",
        "audience: citizen",
        "audience: citizen\nlife_event: retirement",
        (7, 13),
        "άγνωστο γεγονός ζωής «retirement»",
        "unknown life event “retirement”",
    ),
    "an unknown source": service(
        "university-degree-copy",
        "sources: [circular]",
        "sources: [circular, hearsay]",
        (11, 23),
        "άγνωστη πηγή «hearsay»",
        "unknown source “hearsay”",
    ),
    "a grade without a sentence": service(
        "university-transcript",
        "  sources:",
        "  title: rumour\n  sources:",
        (11, 10),
        "το «rumour» δεν έχει πρόταση στο provenance.yaml, πτυχή «title»",
        "“rumour” has no sentence in provenance.yaml, aspect “title”",
    ),
    "information where cases are processed": service(
        "university-studies-certificate",
        "purpose: processing",
        "purpose: information",
        (5, 10),
        "σε αυτό το πεδίο δεν υπάρχουν υπηρεσίες με σκοπό «information» (εγκύκλιος, κανόνας R1)",
        "this field has no services with the purpose “information” (circular R1)",
    ),
    "a municipal service without its template": service(
        "municipal-clearance-certificate",
        "category: education",
        "category: municipal",
        (1, 1),
        "λείπει το υπόδειγμα της λευκής αίτησης (εγκύκλιος, κανόνας R15)",
        "the template of the blank application is missing (circular R15)",
        field="municipal",
    ),
    "a placeholder that nobody fills": part(
        "services/municipal/public-tree-felling-request.yaml",
        "{count}",
        "{trees}",
        "body: |",
        "η θέση {trees} δεν είναι πεδίο της αίτησης",
        "the placeholder {trees} is not a field of the application",
    ),
    "business at a KEP that is no KEP-EKE": centre(
        "kep-corinth",
        "[administrative, disability, municipal]",
        "[administrative, business]",
        (4, 26),
        "το πεδίο «business» παρέχεται μόνο από ΚΕΠ-ΕΚΕ (εγκύκλιος, κανόνας R1)",
        "the field “business” is offered by KEP-EKE only (circular R1)",
    ),
    "a citizen's field at a KEP-EKE": part(
        "centres/kep-eke-rhodes.yaml",
        "fields: [business]",
        "fields: [business, municipal]",
        "fields: [business, |municipal]",
        "το πεδίο «municipal» παρέχεται μόνο από ΚΕΠ (όχι από ΚΕΠ-ΕΚΕ) (εγκύκλιος, κανόνας R1)",
        "the field “municipal” is offered by a KEP that is no KEP-EKE only (circular R1)",
    ),
    "an unknown field": centre(
        "kep-kilkis",
        "code: QQQ\nmunicipality: corinth\nfields: [administrative, disability, municipal]",
        "code: QQK\nmunicipality: kilkis\nfields: [taxes]",
        (4, 10),
        "άγνωστο θεματικό πεδίο «taxes»",
        "unknown thematic field “taxes”",
    ),
    "an unknown municipality": centre(
        "kep-volos-2",
        "code: QQQ\nmunicipality: corinth",
        "code: QQV\nmunicipality: athens",
        (3, 15),
        "άγνωστος Δήμος «athens»",
        "unknown municipality “athens”",
    ),
    "the letters of another centre": centre(
        "kep-zografou",
        "code: QQQ\nmunicipality: corinth",
        "code: VRI\nmunicipality: zografou",
        (2, 7),
        "τον κωδικό VRI τον έχει ήδη το {folder}/centres/kep-vrilissia.yaml",
        "{folder}/centres/kep-vrilissia.yaml already has the code VRI",
    ),
    "a shift that is none": centre(
        "kep-alimos",
        "code: QQQ\nmunicipality: corinth",
        "code: QQA\nmunicipality: alimos\nshifts: {1: [750]}",
        (4, 14),
        "το «750» δεν είναι βάρδια, όπως 08:00-19:00",
        "“750” is not a shift such as 08:00-19:00",
    ),
    "a weekday that does not exist": centre(
        "kep-arta",
        "code: QQQ\nmunicipality: corinth",
        "code: QQR\nmunicipality: arta\nshifts: {8: ['08:00-19:00']}",
        (4, 10),
        "το «8» πρέπει να είναι το πολύ 7",
        "“8” must be at most 7",
    ),
    "a shift that ends before it begins": centre(
        "kep-drama",
        "code: QQQ\nmunicipality: corinth",
        "code: QQD\nmunicipality: drama\nshifts: {1: ['19:00-08:00']}",
        (4, 13),
        "μια βάρδια τελειώνει πριν αρχίσει",
        "a shift ends before it begins",
    ),
    "shifts out of order": centre(
        "kep-kozani",
        "code: QQQ\nmunicipality: corinth",
        "code: QQZ\nmunicipality: kozani\nshifts: {1: ['14:00-19:00', '08:00-15:00']}",
        (4, 13),
        "οι βάρδιες επικαλύπτονται ή δεν είναι στη σειρά",
        "the shifts overlap or are out of order",
    ),
    "a feast on a day that no month has": centre(
        "kep-chios",
        "code: QQQ\nmunicipality: corinth",
        "code: QQC\nmunicipality: chios\npatron_day: 02-30",
        (4, 13),
        "το «02-30» δεν είναι μήνας και ημέρα, όπως 12-06",
        "“02-30” is not a month and day such as 12-06",
    ),
    "a rule that is no duration": part(
        "rules.yaml",
        "value: 20 minutes",
        "value: 20",
        "value: |20\n",
        "το «20» δεν είναι διάρκεια, όπως 20 minutes ή 8 hours",
        "“20” is not a duration such as 20 minutes or 8 hours",
    ),
    "a rule without a reason": part(
        "rules.yaml",
        "desks:\n  value: 1\n  reason:",
        "desks:\n  value: 1\n  why:",
        "desks:\n  |value",
        "λείπει το κλειδί «reason»",
        "the key “reason” is missing",
    ),
    "and what stands there instead": part(
        "rules.yaml",
        "no such text",
        "",
        "|why:",
        "άγνωστο κλειδί «why»",
        "unknown key “why”",
    ),
    "a field given to the wrong kind of centre": part(
        "thematic_fields.yaml",
        "offered_by: kep-eke",
        "offered_by: kep",
        "offered_by: |kep\n\ndisability",
        "η εγκύκλιος αναθέτει το πεδίο «business» μόνο σε ΚΕΠ-ΕΚΕ (κανόνας R1)",
        "the circular gives the field “business” to KEP-EKE only (R1)",
    ),
    # ── what has gone ──
    "a retirement without a reason": service(
        "vocational-studies-certificate-copy",
        "reviewed:",
        "retired: {on: 2026-11-01}\nreviewed:",
        (8, 10),
        "λείπει το κλειδί «reason»",
        "the key “reason” is missing",
    ),
    "a successor that nobody knows": service(
        "unemployment-time-certificate",
        "reviewed:",
        "retired:\n  on: 2026-11-01\n  reason: {el: Έληξε, en: Ended}\n"
        "  replaced_by: nowhere\nreviewed:",
        (11, 16),
        "άγνωστη υπηρεσία «nowhere»",
        "unknown service “nowhere”",
    ),
    "a successor that is retired too": service(
        "unemployment-card-renewal",
        "reviewed:",
        "retired:\n  on: 2026-11-01\n  reason: {el: Έληξε, en: Ended}\n"
        "  replaced_by: unemployment-time-certificate\nreviewed:",
        (11, 16),
        "και η υπηρεσία «unemployment-time-certificate» έχει καταργηθεί· γράψτε αυτή που ισχύει"
        " σήμερα",
        "the service “unemployment-time-certificate” is retired too; write the one that holds"
        " today",
    ),
    "a successor under its old name": service(
        "subsidised-unemployment-time-certificate",
        "reviewed:",
        "retired:\n  on: 2026-11-01\n  reason: {el: Έληξε, en: Ended}\n"
        "  replaced_by: degree\nreviewed:",
        (11, 16),
        "το «degree» άλλαξε κι αυτό όνομα, σε «university-transcript»· γράψτε το όνομα που ισχύει"
        " σήμερα",
        "“degree” was itself renamed, to “university-transcript”; write the name that holds today",
    ),
    "a fact without where it comes from": service(
        "deafness-benefit-certificate",
        "reviewed:",
        "legal_basis: [ν. 4727/2020]\nreviewed:",
        (8, 1),
        "από πού το ξέρουμε; γράψτε provenance.legal_basis",
        "how do we know? write provenance.legal_basis",
    ),
    "retired after its last review": service(
        "rural-service-certificate-doctors",
        "reviewed:",
        "retired: {on: 2026-11-24, reason: {el: Έληξε, en: Ended}}\nreviewed:",
        (8, 15),
        "η υπηρεσία καταργείται μετά τον τελευταίο έλεγχό της (2026-11-23)· φεύγει αμέσως από τις"
        " λίστες, γι’ αυτό καταργήστε την την ίδια την ημέρα, και γράψτε την στο reviewed",
        "the service is retired after its last review (2026-11-23); it leaves the lists at once, so"
        " retire it on the day itself, and write that day at reviewed",
    ),
    "an old name that leads nowhere": whole(
        "renamed.yaml",
        "services:\n  a-degree: nowhere\n  degree: university-transcript\n"
        "  degrees: degree\n  in-a-circle: round-and-round\n  round-and-round: in-a-circle\n"
        "  university-transcript: birth-certificate\ncentres: {kep-old: kep-new}\n",
        (2, 13),
        "άγνωστη υπηρεσία «nowhere»",
        "unknown service “nowhere”",
    ),
    "one that leads to another old name": part(
        "renamed.yaml",
        "no such text",
        "",
        "degrees: |degree\n",
        "το «degree» άλλαξε κι αυτό όνομα, σε «university-transcript»· γράψτε το όνομα που ισχύει"
        " σήμερα",
        "“degree” was itself renamed, to “university-transcript”; write the name that holds today",
    ),
    "two that lead to each other": part(
        "renamed.yaml",
        "no such text",
        "",
        "in-a-circle: |round-and-round\n",
        "το «round-and-round» άλλαξε κι αυτό όνομα, σε «in-a-circle»· γράψτε το όνομα που ισχύει"
        " σήμερα",
        "“round-and-round” was itself renamed, to “in-a-circle”; write the name that holds today",
    ),
    "and back": part(
        "renamed.yaml",
        "no such text",
        "",
        "round-and-round: |in-a-circle\n",
        "το «in-a-circle» άλλαξε κι αυτό όνομα, σε «round-and-round»· γράψτε το όνομα που ισχύει"
        " σήμερα",
        "“in-a-circle” was itself renamed, to “round-and-round”; write the name that holds today",
    ),
    "one that leads to a name that was given up": part(
        "renamed.yaml",
        "no such text",
        "",
        "  degree: |university-transcript\n",
        "το «university-transcript» άλλαξε κι αυτό όνομα, σε «birth-certificate»· γράψτε το όνομα"
        " που ισχύει σήμερα",
        "“university-transcript” was itself renamed, to “birth-certificate”; write the name that"
        " holds today",
    ),
    "an old name that is still in use": part(
        "renamed.yaml",
        "no such text",
        "",
        "\n  |university-transcript: birth-certificate",
        "υπάρχει ακόμη υπηρεσία «university-transcript»· ένα παλιό όνομα δεν δίνεται ξανά",
        "there still is a service “university-transcript”; an old name is not given again",
    ),
    "a centre under another name": part(
        "renamed.yaml",
        "no such text",
        "",
        "|centres:",
        "ένα ΚΕΠ δεν αλλάζει όνομα αρχείου, γιατί με αυτό φυλάσσονται τα ραντεβού του· γράψτε"
        " closed στο παλιό και προσθέστε νέο",
        "a centre’s file is never renamed, since its appointments are kept under that name;"
        " write closed in the old one and add a new one",
    ),
    "a closed centre that leads nowhere": centre(
        "kep-chania-2",
        "code: QQQ\nmunicipality: corinth",
        "code: QQH\nmunicipality: chania\nclosed: {on: 2027-01-05, instead: kep-nowhere}",
        (4, 35),
        "άγνωστο ΚΕΠ «kep-nowhere»",
        "unknown centre “kep-nowhere”",
    ),
    "a closed centre that leads to a closed one": centre(
        "kep-chania-3",
        "code: QQQ\nmunicipality: corinth",
        "code: QQI\nmunicipality: chania\nclosed: {on: 2027-01-05, instead: kep-chania-2}",
        (4, 35),
        "και το ΚΕΠ «kep-chania-2» κλείνει· γράψτε ένα που μένει ανοιχτό",
        "the centre “kep-chania-2” closes too; write one that stays open",
    ),
    "a file that does not belong there": whole(
        "centres/ΚΕΠ.yaml",
        CENTRE,
        (1, 1),
        "δεν έχει θέση εδώ· περιμένουμε αρχεία .yaml με πεζά λατινικά, ψηφία και παύλες",
        "does not belong here; .yaml files in lower-case Latin, digits and hyphens are expected",
    ),
}


def plant(folder: Path, planted: Planted) -> None:
    """Write the change into a copy of the catalogue."""
    path = folder / planted.file
    content = planted.change(path.read_text("utf-8") if path.exists() else "")
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


@pytest.fixture(scope="module")
def broken(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the catalogue with everything wrong at once."""
    folder = tmp_path_factory.mktemp("broken") / "catalog_data"
    shutil.copytree(shipped, folder)
    for planted in PLANTED.values():
        plant(folder, planted)
    return folder


@pytest.fixture(scope="module")
def found(broken: Path) -> set[Fault]:
    """Return what is reported about it."""
    with pytest.raises(BrokenCatalog) as report:
        load_catalog(broken)
    return set(report.value.faults)


def expected(planted: Planted, folder: Path) -> Fault:
    """Return the fault that must be reported for a change."""
    path = folder / planted.file
    line, column = _place(planted.place, path)
    el, en = (text.replace("{folder}", folder.as_posix()) for text in (planted.el, planted.en))
    return Fault(path.as_posix(), line, column, el, en)


def _place(place: tuple[int, int] | str, path: Path) -> tuple[int, int]:
    if not isinstance(place, str):
        return place
    text = path.read_text("utf-8")
    before, after = place.split("|")
    start = text.index(before + after) + len(before)
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_a_fault_is_reported_where_it_stands_in_both_languages(planted, broken, found):
    here = {one for one in found if one.file.endswith(planted.file)}

    assert expected(planted, broken) in here, "\n".join(map(str, sorted(here)))


def test_every_fault_of_every_file_is_reported_at_once_and_nothing_else(broken, found):
    assert found - {expected(planted, broken) for planted in PLANTED.values()} == set()


def a_copy(shipped: Path, tmp_path: Path) -> Path:
    """Return a copy of the catalogue that ships."""
    return Path(shutil.copytree(shipped, tmp_path / "catalog_data"))


def faults_of(folder: Path) -> list[str]:
    """Return the faults of *folder*, with places as seen from there."""
    with pytest.raises(BrokenCatalog) as report:
        load_catalog(folder)
    return [str(one).removeprefix(f"{folder.as_posix()}/") for one in report.value.faults]


def test_missing_services_centres_and_municipalities_are_counted_against_the_circular(
    shipped, tmp_path
):
    folder = a_copy(shipped, tmp_path)
    for gone in (
        "services/administrative/e-paravolo.yaml",
        "services/business/announce-tourist-office.yaml",
        "services/business/announcement-economist.yaml",
        "services/municipal/municipal-clearance-certificate.yaml",
        "centres/kep-eke-rhodes.yaml",
        "centres/kep-corinth.yaml",
    ):
        (folder / gone).unlink()
    plant(
        folder, part("municipalities.yaml", "\nzografou:", "\nzografou-2: {}\nzografou:", 0, "", "")
    )

    counted = [line for line in faults_of(folder) if "R1" in line]

    assert [line.partition(" / ")[2] for line in counted] == [
        "the circular (R1) says 9 KEP-EKE; here are 8",
        "the circular (R1) says 38 municipalities; here are 39",
        "the circular (R1) says 52 services with the purpose “processing”; here are 51",
        "the circular (R1) says 12 services with the purpose “processing”; here are 11",
        "the circular (R1) says 235 services with the purpose “information”; here are 234",
        "the circular (R1) says 5 services with the purpose “processing”; here are 4",
    ]
    assert all(": η εγκύκλιος (κανόνας R1) ορίζει " in line for line in counted)


def test_a_municipality_without_a_kep_is_a_fault(shipped, tmp_path):
    folder = a_copy(shipped, tmp_path)
    (folder / "centres/kep-corinth.yaml").unlink()
    lines = (folder / "municipalities.yaml").read_text("utf-8").splitlines()

    assert faults_of(folder) == [
        (
            f"municipalities.yaml:{lines.index('corinth:') + 1}:1: "
            "ο Δήμος «corinth» δεν έχει ΚΕΠ στον φάκελο centres / "
            "the municipality “corinth” has no KEP in the folder centres"
        )
    ]


def test_the_last_kep_of_a_municipality_does_not_close(shipped, tmp_path):
    folder = a_copy(shipped, tmp_path)
    path = folder / "centres/kep-corinth.yaml"
    text = path.read_text("utf-8")
    path.write_text(f"{text}closed:\n  on: 2027-01-05\n", "utf-8")

    assert faults_of(folder) == [
        (
            f"centres/kep-corinth.yaml:{text.count(chr(10)) + 1}:1: "
            "ο Δήμος «corinth» μένει χωρίς ΚΕΠ· προσθέστε πρώτα άλλο (εγκύκλιος, κανόνας R1) / "
            "the municipality “corinth” is left without a KEP; add another one first (circular R1)"
        )
    ]


def test_what_is_retired_or_closed_fits_the_circular_with_or_without_a_successor(shipped, tmp_path):
    folder = a_copy(shipped, tmp_path)
    service, point = folder / "services/administrative/e-paravolo.yaml", "kep-eke-rhodes"
    retired = "retired: {on: 2026-11-01, reason: {el: Έληξε, en: Ended}}\n"
    service.write_text(service.read_text("utf-8") + retired, "utf-8")
    centre_file = folder / f"centres/{point}.yaml"
    centre_file.write_text(centre_file.read_text("utf-8") + "closed: {on: 2027-01-05}\n", "utf-8")

    assert len(load_catalog(folder).services) == 303
    for successor in ("one", "two"):
        service.with_stem(successor).write_text(service.read_text("utf-8").replace(retired, ""))
    assert [line.partition(" / ")[2] for line in faults_of(folder)] == [
        "the circular (R1) says 52 services with the purpose “processing”; here are 53",
    ]
    service.with_stem("two").unlink()
    assert len(load_catalog(folder).services) == 304


def test_a_review_that_is_still_to_come_is_a_fault_for_the_program(shipped, tmp_path, capsys):
    folder = a_copy(shipped, tmp_path)
    path = folder / "services/administrative/e-paravolo.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("reviewed: 2026-11-23", "reviewed: 2026-11-27"), "utf-8")

    assert load_catalog(folder).services["e-paravolo"].reviewed == date(2026, 11, 27)
    assert main([str(folder)], {}, date(2026, 11, 27)) == 0
    assert main([str(folder)], {}, TODAY) == 1
    line = text[: text.index("reviewed:")].count("\n") + 1
    assert f"e-paravolo.yaml:{line}:11: ο έλεγχος δεν έχει γίνει ακόμη: " in capsys.readouterr().out


def test_the_same_service_in_two_fields_is_a_fault(shipped, tmp_path):
    folder = a_copy(shipped, tmp_path)
    (folder / "services/municipal/e-paravolo.yaml").write_text(SERVICE, "utf-8")

    assert (
        "services/municipal/e-paravolo.yaml:1:1: υπηρεσία με αυτό το όνομα υπάρχει ήδη στο "
        f"{folder.as_posix()}/services/administrative/e-paravolo.yaml / there is already a "
        f"service of this name in {folder.as_posix()}/services/administrative/e-paravolo.yaml"
    ) in faults_of(folder)


def test_a_field_that_reuses_another_has_no_services_of_its_own(shipped, tmp_path):
    folder = a_copy(shipped, tmp_path)
    (folder / "services/disability").mkdir()

    assert faults_of(folder) == [
        (
            "services/disability:1:1: δεν υπάρχει θεματικό πεδίο με δικές του υπηρεσίες και όνομα "
            "«disability» / there is no thematic field named “disability” with services of its own"
        )
    ]


TABLES = (
    "blank_application.yaml",
    "categories.yaml",
    "circular/circular.el.md",
    "circular/rules.yaml",
    "glossary.yaml",
    "life_events.yaml",
    "municipalities.yaml",
    "nace_sections.yaml",
    "provenance.yaml",
    "rules.yaml",
    "sdg_codes.yaml",
    "sources.yaml",
    "thematic_fields.yaml",
)


def test_files_that_are_not_there_are_one_fault_each_and_no_flood(shipped, tmp_path):
    folder = a_copy(shipped, tmp_path)
    for name in TABLES:
        (folder / name).unlink()

    assert faults_of(folder) == [
        f"{name}:1:1: λείπει το αρχείο / the file is missing" for name in TABLES
    ]


def test_a_folder_that_is_not_there_is_a_fault(shipped, tmp_path):
    folder = a_copy(shipped, tmp_path)
    shutil.rmtree(folder / "centres")

    assert "centres:1:1: λείπει ο φάκελος / the folder is missing" in faults_of(folder)
    with pytest.raises(BrokenCatalog, match="no-such:1:1: λείπει ο φάκελος"):
        load_catalog(tmp_path / "no-such")


def test_the_program_prints_the_counts_of_a_sound_catalogue(shipped, capsys):
    code = main([str(shipped)], {}, TODAY)

    assert code == 0
    assert capsys.readouterr().out == (
        "304 services: 52 administrative (processing), 235 business (information), "
        "12 business (processing), 5 municipal (processing); "
        "38 municipalities, 60 centres, 9 of them KEP-EKE\n"
    )


def test_the_program_checks_the_shipped_catalogue_unless_told_another(capsys):
    assert main([], {}, TODAY) == 0
    assert capsys.readouterr().out.startswith("304 services")


def test_the_program_prints_every_fault_and_fails(broken, found, capsys):
    code = main([str(broken)], {}, TODAY)

    assert code == 1
    assert capsys.readouterr().out.splitlines() == [str(one) for one in sorted(found)]


def test_on_github_every_fault_is_also_shown_beside_the_code(broken, found, capsys):
    main([str(broken)], {"GITHUB_ACTIONS": "true"}, TODAY)

    printed = capsys.readouterr().out.splitlines()
    assert printed == [line for one in sorted(found) for line in (str(one), annotation(one))]


def test_an_annotation_survives_whatever_is_in_a_path_or_a_message():
    odd = Fault("a,b:c.yaml", 3, 7, "100%", "two\nlines")

    assert annotation(odd) == "::error file=a%2Cb%3Ac.yaml,line=3,col=7::100%25 / two%0Alines"
