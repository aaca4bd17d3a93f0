"""What the tests share."""

from collections.abc import Iterator

import pytest
from azurite import start_azurite
from hypothesis import settings

# No test depends on how fast the machine is.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def azurite() -> Iterator[str]:
    """The connection string of a real Azurite, with nothing in it, for the whole run."""
    process, connection = start_azurite()
    yield connection
    process.terminate()
    process.communicate()
