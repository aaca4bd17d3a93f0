"""What a change of the catalogue changes for citizens, and what of it strands appointments."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from functions.adapters.catalog_files import load_catalog
from functions.domain.catalog import Catalog
from functions.domain.timetable import timetable_of
from infra.catalogue.changes import NoSuchRevision, catalog_at, main
from infra.catalogue.differences import service_changes
from infra.catalogue.stranding import Stranding, last_bookable, strandings
from infra.catalogue.summary import summary
from tests.catalog.former import FORMER, add, change, close, rename, retire

TODAY = date(2026, 11, 26)  # appointments can be booked until Friday 11 December
LAST = date(2026, 12, 11)
SERVICE = "services/administrative/criminal-record-copy.yaml"
CENTRE = "centres/kep-volos.yaml"


WRITTEN = """\
title: {el: Ποινικό μητρώο, en: Criminal record}
keywords: {el: [λέξη], en: [word]}
purpose: processing
audience: citizen
category: justice
documents:
  - {el: Δελτίο ταυτότητας, en: Identity card}
  - {el: Μία αίτηση, en: A form}
issued_online: true
reviewed: 2026-11-23
provenance: {membership: inferred-govgr, documents: circular-only}
"""


@pytest.fixture(scope="module")
def base(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue before the change, with a service that we know."""
    copy = Path(shutil.copytree(shipped, tmp_path_factory.mktemp("base") / "catalog_data"))
    (copy / SERVICE).write_text(WRITTEN, "utf-8")
    return copy


@pytest.fixture(scope="module")
def catalog(base: Path) -> Catalog:
    return load_catalog(base)


@pytest.fixture
def folder(base: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(base, tmp_path / "catalog_data"))


def found(before: Catalog, folder: Path) -> list[Stranding]:
    """Return what the change to *folder* strands."""
    return strandings(before, load_catalog(folder), TODAY)


def said(before: Catalog, folder: Path) -> tuple[str, str]:
    """Return the summary in Greek and in English."""
    after = load_catalog(folder)
    greek, english = summary(before, after, strandings(before, after, TODAY)).split(
        "## What changes for citizens"
    )
    return greek, english


# ── what is refused ──


def test_nothing_is_stranded_by_no_change_or_by_retiring_renaming_and_closing_in_time(
    catalog, folder
):
    assert found(catalog, folder) == []

    retire(folder)
    rename(folder)
    close(folder, (LAST + timedelta(1)).isoformat())

    assert found(catalog, folder) == []


def test_the_last_bookable_day_follows_from_the_rules(catalog):
    timetable = timetable_of(catalog.centres["kep-volos"], catalog.rules)

    assert last_bookable(timetable, TODAY) == LAST
    assert last_bookable(timetable, date(2026, 11, 27)) == date(2026, 12, 14)  # over a weekend


def test_a_service_that_vanishes_is_refused_with_both_ways_out(catalog, folder):
    (folder / SERVICE).rename(folder / SERVICE.replace("criminal-record-copy", "crime"))

    [one] = found(catalog, folder)

    assert (one.weight, one.file) == ("refused", f"catalog_data/{SERVICE}")
    assert "retired (on, reason, replaced_by)" in one.message.el
    assert "services: {criminal-record-copy: new-name}" in one.message.en


def test_a_retired_service_and_an_old_name_stay_for_ever(folder):
    retire(folder)
    rename(folder)
    before = load_catalog(folder)
    (folder / f"services/administrative/{FORMER.retired}.yaml").unlink()
    (folder / f"services/administrative/{FORMER.successor}.yaml").rename(
        folder / "services/administrative/e-paravolo-again.yaml"
    )
    (folder / "renamed.yaml").write_text(
        f"services: {{{FORMER.successor}: e-paravolo-again}}\n", "utf-8"
    )

    gone = {(one.file, one.weight) for one in found(before, folder)}

    assert gone == {
        (f"catalog_data/services/administrative/{FORMER.retired}.yaml", "refused"),
        ("catalog_data/renamed.yaml", "refused"),
    }


def test_a_centre_that_vanishes_is_refused_with_the_first_day_on_which_it_may_close(
    catalog, folder
):
    (folder / f"centres/{FORMER.closed}.yaml").unlink()

    [one] = found(catalog, folder)

    assert one.weight == "refused"
    assert "closed: {on: 2026-12-12}" in one.message.el
    assert "closed: {on: 2026-12-12}" in one.message.en


@pytest.mark.parametrize(
    ("on", "is_refused"),
    [("2026-11-26", True), ("2026-12-11", True), ("2026-12-12", False), ("2027-01-05", False)],
)
def test_a_centre_closes_after_the_last_day_that_can_be_booked(catalog, folder, on, is_refused):
    close(folder, on)

    stranded = found(catalog, folder)

    assert [one.weight for one in stranded] == ["refused"] * is_refused
    assert all("2026-12-12" in one.message.el for one in stranded)


def test_the_letters_of_a_centre_never_change(catalog, folder):
    change(folder / CENTRE, f"code: {catalog.centres['kep-volos'].code}", "code: QQQ")

    [one] = found(catalog, folder)

    assert (one.weight, one.file) == ("refused", f"catalog_data/{CENTRE}")
    assert f"code: {catalog.centres['kep-volos'].code}" in one.message.en


def test_a_municipality_that_vanishes_is_refused(catalog):
    rest = {slug: one for slug, one in catalog.municipalities.items() if slug != "volos"}

    [one] = strandings(catalog, replace(catalog, municipalities=rest), TODAY)

    assert (one.weight, one.file) == ("refused", "catalog_data/municipalities.yaml")


# ── what somebody has to look at ──


def test_hours_that_are_cut_are_asked_about_with_the_first_time_that_goes(catalog, folder):
    add(folder / CENTRE, "shifts: {1: [08:00-15:00], 2: [08:00-19:00], 4: [08:00-19:00]}")

    [one] = found(catalog, folder)

    assert (one.weight, one.file) == ("asked", f"catalog_data/{CENTRE}")
    assert "2026-11-27 08:00" in one.message.en
    assert "2026-12-11" in one.message.en


def test_more_hours_are_not_asked_about(catalog, folder):
    every = ", ".join(f"{day}: [07:00-20:00]" for day in range(1, 7))
    add(folder / CENTRE, f"shifts: {{{every}}}\ndesks: 2")

    assert found(catalog, folder) == []


def test_a_local_holiday_counts_only_when_it_can_be_booked_already(catalog, folder):
    add(folder / CENTRE, "patron_day: 12-16")
    assert found(catalog, folder) == []

    change(folder / CENTRE, "patron_day: 12-16", "patron_day: 12-09")
    assert [one.weight for one in found(catalog, folder)] == ["asked"]


def test_a_field_and_a_desk_that_go_are_asked_about(folder):
    add(folder / CENTRE, "desks: 2")
    before = load_catalog(folder)
    change(folder / CENTRE, "desks: 2", "desks: 1")
    change(folder / CENTRE, "disability, ", "")

    asked = found(before, folder)

    assert [one.weight for one in asked] == ["asked", "asked"]
    assert any("disability" in one.message.el for one in asked)


def test_another_length_is_asked_about_once(catalog, folder):
    change(folder / "rules.yaml", "value: 20 minutes", "value: 30 minutes")

    [one] = found(catalog, folder)

    assert (one.weight, one.file) == ("asked", "catalog_data/rules.yaml")


# ── what is said ──


def test_no_change_is_said_too(catalog, folder):
    greek, english = said(catalog, folder)

    assert "Τίποτα από όσα βλέπουν οι πολίτες." in greek
    assert "Nothing that citizens see." in english


def test_a_changed_service_is_told_field_by_field_with_before_and_after(catalog, folder):
    path = folder / SERVICE
    change(path, "issued_online: true", "issued_online: false")
    change(path, "2026-11-23", "2026-11-25")
    change(path, "category: justice", "category: justice\ncost: {eur: 5, source: circular}")
    change(path, "[λέξη]", "[λέξη, μία λέξη]")

    greek, english = said(catalog, folder)

    assert "### Υπηρεσίες που αλλάζουν" in greek
    assert "- Κόστος: δεν αναφέρεται → 5 €" in greek
    assert "- Και ηλεκτρονικά: ναι → όχι" in greek
    assert "- Λέξεις αναζήτησης: +1, −0 (μία λέξη)" in greek
    assert "- Cost: not stated → €5" in english
    assert "- Day of the review: 23 November 2026 → 25 November 2026" in english


def test_lists_are_told_by_what_came_and_what_went(catalog, folder):
    change(
        folder / SERVICE,
        "{el: Μία αίτηση, en: A form}",
        "{el: Μία φωτογραφία, en: 'One [photograph](x)'}",
    )

    greek, english = said(catalog, folder)

    assert "    - **+** Μία φωτογραφία" in greek
    assert "    - **−** Μία αίτηση" in greek
    assert "Δελτίο" not in greek
    assert "    - **+** One &#91;photograph&#93;(x)" in english


def test_what_ends_and_what_has_another_name_is_told_apart(catalog, folder):
    retire(folder)
    rename(folder)
    close(folder)

    greek, english = said(catalog, folder)

    assert "### Υπηρεσίες που δεν προσφέρονται πια" in greek
    assert "  - από 1 Νοεμβρίου 2026\n  - Το παράβολο πληρώνεται μόνο ηλεκτρονικά." in greek
    assert f"`{FORMER.old}` → `{FORMER.new}`" in greek
    assert "### Centres that close" in english
    assert "  - from 5 January 2027\n  - instead: " in english
    assert "### New services" in english
    assert "change" not in english.split("### Centres")[0].split("### Services with")[1]


def test_centres_and_rules_are_told_too(catalog, folder):
    add(folder / CENTRE, "shifts: {1: [08:00-15:00]}")
    change(folder / "rules.yaml", "value: 8 hours", "value: 12 hours")

    greek, english = said(catalog, folder)

    assert "- Βάρδιες: δεν αναφέρεται → Δευτέρα, 08:00–15:00" in greek
    assert "### Κανόνες των ραντεβού" in greek
    assert "- Έως πότε αλλάζει ένα ραντεβού: 8 ώρες → 12 ώρες" in greek
    assert "### To be looked at: there may be appointments" in english
    assert "python -m infra.stranded catalog_data" in english


def test_what_is_refused_is_said_first(catalog, folder):
    (folder / f"centres/{FORMER.closed}.yaml").unlink()

    greek, english = said(catalog, folder)

    assert greek.index("### Δεν γίνεται έτσι") < greek.index("### ΚΕΠ που χάνονται")
    assert f"- `catalog_data/centres/{FORMER.closed}.yaml`: " in english


# ── the program ──


def compare(before: Path, after: Path, *more: str) -> int:
    options = ["--before", str(before), "--after", str(after), "--today", TODAY.isoformat()]
    return main([*options, *more], {})


def test_the_program_ends_with_one_where_appointments_would_be_stranded(base, folder, capsys):
    assert compare(base, folder) == 0
    add(folder / CENTRE, "patron_day: 12-09")
    assert compare(base, folder) == 1
    assert compare(base, folder, "--checked") == 0

    (folder / f"centres/{FORMER.closed}.yaml").unlink()
    assert compare(base, folder, "--checked") == 1
    assert capsys.readouterr().err == ""


def test_a_broken_catalogue_cannot_be_compared(base, folder, capsys):
    change(folder / SERVICE, "purpose: processing", "purpose: no")

    assert compare(base, folder) == 2
    assert "criminal-record-copy.yaml" in capsys.readouterr().err


def test_on_github_what_strands_is_shown_beside_the_file(base, folder, capsys):
    (folder / f"centres/{FORMER.closed}.yaml").unlink()
    options = ["--before", str(base), "--after", str(folder), "--today", TODAY.isoformat()]

    main(options, {"GITHUB_ACTIONS": "true"})

    assert f"::error file=catalog_data/centres/{FORMER.closed}.yaml,line=1" in (
        capsys.readouterr().err
    )


def test_the_base_is_taken_out_of_git(catalog, folder):
    """A repository of its own: the base is a commit, the change is not committed yet."""
    for command in (
        ["init", "-q"],
        ["add", "catalog_data"],
        ["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "base"],
    ):
        subprocess.run(["git", *command], check=True, cwd=folder.parent)  # noqa: S603, S607
    retire(folder)

    before = catalog_at("HEAD", folder.parent)

    assert before.services == catalog.services
    changes = service_changes(before, load_catalog(folder))
    assert {(one.entry.slug, one.what) for one in changes} == {
        (FORMER.retired, "ended"),
        (FORMER.successor, "added"),
    }
    with pytest.raises(NoSuchRevision, match="no-such-branch"):
        catalog_at("no-such-branch", folder.parent)


def test_a_base_by_another_circular_is_compared_as_it_stands(base, folder, tmp_path, capsys):
    then = Path(shutil.copytree(base, tmp_path / "then"))
    (then / "services/administrative/e-paravolo.yaml").unlink()

    assert compare(then, folder) == 0
    assert "### Νέες υπηρεσίες\n\n- **Ηλεκτρονικό παράβολο" in capsys.readouterr().out


def test_a_base_that_git_does_not_know_cannot_be_compared(folder, capsys):
    assert main(["--base", "no-such-branch", "--after", str(folder)], {}) == 2
    assert "no-such-branch" in capsys.readouterr().err
