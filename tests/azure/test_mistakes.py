"""Every kind of mistake that the checks are for is found, with its file and line."""

import pytest

from tests.azure.mistakes import CODE, NAMES, TYPES, Mistake
from tests.azure.mistakes_alerts import QUERIES, RULES
from tests.azure.mistakes_compiler import COMPILER, RESOURCE_NAMES
from tests.azure.mistakes_files import FILES, PARAMETERS
from tests.azure.mistakes_switches import SWITCHES
from tests.azure.mistakes_wires import ROLES, WIRES
from tests.azure.planting import Copy

KINDS = (
    *(TYPES, NAMES, CODE, SWITCHES, WIRES, ROLES, COMPILER, RESOURCE_NAMES, RULES, QUERIES),
    *(PARAMETERS, FILES),
)
MISTAKES = {name: mistake for kind in KINDS for name, mistake in kind.items()}


def test_no_mistake_hides_another() -> None:
    """Each has a name of its own."""
    assert len(MISTAKES) == sum(map(len, KINDS))


def test_nothing_is_wrong_with_the_files(copy: Copy) -> None:
    """The files as they are have no fault."""
    assert copy.found() == []


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_each_mistake_is_found_where_it_stands(copy: Copy, mistake: Mistake) -> None:
    """What is said names the file and the line."""
    line = copy.plant(mistake)

    found = copy.found()

    place = f"{mistake.file.rpartition('/')[2]}:{line}: "
    assert any(one.startswith(place) and mistake.says in one for one in found), found
