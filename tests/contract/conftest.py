"""The outside world, once for each module and calm at the start of each test."""

from collections.abc import Iterator

import pytest

from functions.adapters.graph import Graph
from tests.contract.outside import Outside, the_outside


@pytest.fixture(scope="module")
def whole_outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    with the_outside(tmp_path_factory.mktemp("outside")) as outside:
        yield outside


@pytest.fixture
def outside(whole_outside: Outside) -> Outside:
    whole_outside.calm()
    return whole_outside


@pytest.fixture
def client(outside: Outside) -> Iterator[Graph]:
    client = outside.graph()
    yield client
    client.close()
