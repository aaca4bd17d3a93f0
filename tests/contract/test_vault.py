"""Sealing and pseudonyms: the fake, and Fernet."""

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.fernet_vault import FernetVault
from functions.ports import Vault
from tests.fakes import FakeVault

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture(params=["fake", "fernet"])
def vault(request: pytest.FixtureRequest) -> Vault:
    return FakeVault() if request.param == "fake" else FernetVault([NEW], "key")


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


def test_a_key_is_exchanged_without_losing_what_the_old_one_sealed():
    sealed = FernetVault([OLD], "key").seal("text")

    assert FernetVault([NEW, OLD], "key").unseal(sealed) == "text"
    with pytest.raises(ValueError, match="not sealed"):
        FernetVault([NEW], "key").unseal(sealed)


def test_another_secret_makes_other_pseudonyms():
    assert FernetVault([NEW], "a").pseudonym("x") != FernetVault([NEW], "b").pseudonym("x")


def test_the_sealed_text_tells_nothing_of_the_text():
    vault = FernetVault([NEW], "key")

    assert vault.seal("123456783") != vault.seal("123456783")
    assert "123456783" not in vault.seal("123456783")
