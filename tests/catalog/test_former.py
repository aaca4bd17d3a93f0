"""What is retired, renamed or closed stays in the catalogue, and out of its lists."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from functions.adapters.catalog_files import load_catalog, main
from functions.domain.catalog import Catalog
from tests.catalog.former import FORMER, with_former


@pytest.fixture(scope="module")
def folder(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue in which a service is retired, one renamed, and a centre closed."""
    copy = tmp_path_factory.mktemp("former") / "catalog_data"
    return with_former(Path(shutil.copytree(shipped, copy)))


@pytest.fixture(scope="module")
def former(folder: Path) -> Catalog:
    return load_catalog(folder)


def test_a_retired_service_is_in_no_list_and_its_file_is_read(former):
    retired = former.retired[FORMER.retired].retired

    assert FORMER.retired not in former.services
    assert FORMER.retired not in {one.slug for one in former.services_in("administrative")}
    assert (retired.on, retired.replaced_by) == (date(2026, 11, 1), FORMER.successor)


def test_no_centre_offers_a_retired_service_and_it_has_its_title(former):
    assert former.centres_offering(FORMER.retired) == ()
    assert former.service_named(FORMER.retired).title.en


def test_a_renamed_service_is_known_by_both_names(former):
    present = former.service_named(FORMER.new)

    assert former.service_named(FORMER.old) is present
    assert present.slug == FORMER.new
    assert former.offers("kep-zografou", FORMER.old)
    assert former.fields_of(FORMER.old) == former.fields_of(FORMER.new)


def test_what_never_was_has_no_name(former):
    assert not former.offers("kep-zografou", "nothing")
    with pytest.raises(KeyError):
        former.service_named("nothing")


def test_a_closed_centre_is_there_and_in_no_list(former):
    assert former.centres[FORMER.closed].closed.on == date(2027, 1, 5)
    assert FORMER.closed not in {one.slug for one in former.listed_centres}
    assert len(former.listed_centres) == len(former.centres) - 1


def test_the_program_counts_what_is_former_apart(folder, capsys):
    assert main([str(folder)], {}, date(2026, 11, 26)) == 0
    assert capsys.readouterr().out.endswith(
        "59 centres, 9 of them KEP-EKE; not counted: 1 retired services, 1 former names, "
        "1 closed centres\n"
    )


def test_a_catalogue_without_former_names_needs_no_file_for_them(shipped, tmp_path):
    copy = Path(shutil.copytree(shipped, tmp_path / "catalog_data"))
    (copy / "renamed.yaml").unlink()

    assert load_catalog(copy).renamed == {}
