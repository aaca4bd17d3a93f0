"""What the tests share."""

from collections.abc import Iterator

import pytest
from azurite import start_azurite


@pytest.fixture(scope="session")
def azurite() -> Iterator[str]:
    """The connection string of a real Azurite, with nothing in it, for the whole run."""
    process, connection = start_azurite()
    yield connection
    process.terminate()
    process.communicate()
