"""Every kind of mistake that the checks are for is found, with its file and line."""

import pytest

from tests.azure.mistakes import CODE, NAMES, TYPES, Mistake
from tests.azure.planting import Copy

MISTAKES = {**TYPES, **NAMES, **CODE}


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
