"""
Sealing with Fernet (AES-128-CBC with HMAC-SHA256) and pseudonyms with HMAC.

The first key seals, all of them open, so a key is exchanged by putting a new one
before it; `functions.use_cases.renew_seals` then seals anew what the old one sealed.
The secret of the pseudonyms names people's rows: it is not exchanged without moving
those rows.
"""

import base64
import hashlib
import hmac
import zlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any

PSEUDONYM_BYTES = 18


class FernetVault:
    """
    A :class:`functions.ports.Vault`.

    *keys* are Fernet keys (32 bytes, URL-safe base64), the newest first.
    """

    def __init__(self, keys: Sequence[str], pseudonym_key: str) -> None:
        self._keys = tuple(keys)
        self._pseudonym_key = pseudonym_key.encode()

    @cached_property
    def _fernet(self) -> Any:
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(key) for key in self._keys])

    @cached_property
    def _newest(self) -> Any:
        from cryptography.fernet import Fernet

        return Fernet(self._keys[0])

    @property
    def has_older_keys(self) -> bool:
        return len(set(self._keys)) > 1

    def seal(self, text: str) -> str:
        # Greek takes two bytes a letter; compressed, a long draft still fits a cookie.
        return str(self._fernet.encrypt(zlib.compress(text.encode())).decode())

    def unseal(self, sealed: str) -> str:
        from cryptography.fernet import InvalidToken

        try:
            return zlib.decompress(self._fernet.decrypt(sealed.encode())).decode()
        except (InvalidToken, zlib.error) as error:
            raise ValueError("not sealed by us, or altered") from error

    def is_newest(self, sealed: str) -> bool:
        from cryptography.fernet import InvalidToken

        self.unseal(sealed)
        try:
            self._newest.decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True

    def pseudonym(self, text: str) -> str:
        digest = hmac.digest(self._pseudonym_key, text.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:PSEUDONYM_BYTES]).decode()
