"""Sealing and pseudonyms: the fake, and Fernet."""

from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.fernet_vault import FernetVault
from functions.ports import Vault
from tests.fakes import FakeVault

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def fernet(*keys: str) -> Vault:
    return FernetVault(keys, "key")


@pytest.fixture(params=[FakeVault, fernet], ids=["fake", "fernet"])
def with_keys(request: pytest.FixtureRequest) -> Callable[..., Vault]:
    """What makes a vault with the keys that it is given, the newest first."""
    return request.param


@pytest.fixture
def vault(with_keys: Callable[..., Vault]) -> Vault:
    return with_keys(NEW)


@given(st.text(max_size=300))
def test_what_was_sealed_can_be_opened(text):
    for vault in (FakeVault(), FernetVault([NEW], "key")):
        assert vault.unseal(vault.seal(text)) == text


@pytest.mark.parametrize("sealed", ["", "nonsense", "gAAAAA", "ζ"])
def test_what_was_not_sealed_here_is_refused(vault, sealed):
    with pytest.raises(ValueError):  # noqa: PT011 - any reason is the same to the caller
        vault.unseal(sealed)


def test_an_altered_seal_is_refused(vault):
    sealed = vault.seal("text")

    for place in range(0, len(sealed) - 4, 7):  # the last letters may hold unused bits
        other = "A" if sealed[place] != "A" else "B"
        with pytest.raises(ValueError):  # noqa: PT011
            vault.unseal(sealed[:place] + other + sealed[place + 1 :])


def test_a_pseudonym_is_stable_one_way_and_fits_a_key(vault):
    name = vault.pseudonym("123456783")

    assert name == vault.pseudonym("123456783") != vault.pseudonym("123456784")
    assert "123456783" not in name
    assert len(name) >= 24
    assert set(name) & set("/\\#?") == set()


def test_a_key_is_exchanged_without_losing_what_the_old_one_sealed(with_keys):
    sealed = with_keys(OLD).seal("text")

    assert with_keys(NEW, OLD).unseal(sealed) == "text"
    with pytest.raises(ValueError):  # noqa: PT011
        with_keys(NEW).unseal(sealed)


def test_it_is_known_which_key_has_sealed(with_keys):
    both, sealed = with_keys(NEW, OLD), with_keys(OLD).seal("text")

    assert not both.is_newest(sealed)
    assert both.is_newest(both.seal("text"))
    assert with_keys(OLD).is_newest(sealed)
    assert with_keys(NEW).is_newest(both.seal("text"))


@pytest.mark.parametrize("sealed", ["", "nonsense", "gAAAAA", "ζ"])
def test_of_what_no_key_opens_it_is_not_said_which_has_sealed_it(with_keys, sealed):
    both = with_keys(NEW, OLD)

    for other in (sealed, with_keys("A" * 43 + "=").seal("text")):
        with pytest.raises(ValueError):  # noqa: PT011
            both.is_newest(other)


def test_only_another_key_behind_the_newest_is_an_older_one(with_keys):
    assert with_keys(NEW, OLD).has_older_keys
    assert not with_keys(NEW).has_older_keys
    assert not with_keys(NEW, NEW).has_older_keys


def test_another_secret_makes_other_pseudonyms():
    assert FernetVault([NEW], "a").pseudonym("x") != FernetVault([NEW], "b").pseudonym("x")


def test_the_sealed_text_tells_nothing_of_the_text():
    vault = FernetVault([NEW], "key")

    assert vault.seal("123456783") != vault.seal("123456783")
    assert "123456783" not in vault.seal("123456783")
