"""What Graph's answer to a harmless call tells about the right to make it."""

import base64
import json
from collections.abc import Callable
from enum import Enum
from http import HTTPStatus
from typing import Any

from functions.adapters.graph import Graph, GraphRefused
from functions.domain.errors import Rejected, Unreachable

# Codes of Graph's error object for a mailbox that is not there (or has no licence).
NO_MAILBOX = {
    "ErrorInvalidUser",
    "ErrorNonExistentMailbox",
    "MailboxNotEnabledForRESTAPI",
    "Request_ResourceNotFound",
    "ResourceNotFound",
}


class Answer(Enum):
    """An answer, as far as rights go."""

    ALLOWED = "allowed"  # done, or only refused because what was asked for is not there
    REFUSED = "refused"
    NO_MAILBOX = "no mailbox"
    SILENT = "silent"


def answer_to(call: Callable[[], object]) -> Answer:
    """Return what Graph says to *call*."""
    try:
        call()
    except GraphRefused as refused:
        if refused.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return Answer.REFUSED
        return Answer.NO_MAILBOX if refused.code in NO_MAILBOX else Answer.ALLOWED
    except (Unreachable, Rejected):
        return Answer.SILENT
    return Answer.ALLOWED


def asking(graph: Graph, method: str, user: str, path: str, **more: Any) -> Callable[[], object]:
    """Return the call that asks Graph for `/users/{user}/{path}`."""
    return lambda: graph.request(method, user, path, **more)


def roles_of(token: str) -> frozenset[str] | None:
    """
    Return the permissions by consent that Entra wrote into *token*; None if it cannot be read.

    Only for a diagnosis: nobody's right depends on it, so the signature is not checked.
    """
    try:
        body = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return frozenset(claims.get("roles", ()))
    except (ValueError, IndexError, AttributeError):
        return None
