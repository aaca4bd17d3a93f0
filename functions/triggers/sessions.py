"""
Who is signed in: one sealed cookie, short-lived, for everybody.

The cookie holds the person, so no server keeps a session. Sign-out is recorded until
the session would have ended, so that a copied cookie ends with it.
"""

from contextlib import suppress
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

import azure.functions as func

from functions.domain.booking import Citizen, Person
from functions.domain.errors import SignInRequired
from functions.ports import Conflict, Insert
from functions.triggers.cookies import clear_cookie, read_cookie, set_cookie
from functions.triggers.web import Web

PARTITION = "sessions"


def start_session(response: func.HttpResponse, citizen: Citizen, web: Web) -> None:
    """Sign *citizen* in on the browser that gets *response*."""
    lifetime = web.ports.catalog.rules.session_lifetime
    content = {
        "id": token_urlsafe(16),
        "kind": "citizen",
        "tax_id": citizen.tax_id,
        "first_name": citizen.person.first_name,
        "last_name": citizen.person.last_name,
        "ends_at": (web.ports.now() + lifetime).isoformat(),
    }
    set_cookie(response, web, "", content, lifetime)


def end_session(req: func.HttpRequest, response: func.HttpResponse, web: Web) -> None:
    """Sign out: forget the cookie, and refuse any copy of it from now on."""
    session = _session(req, web)
    if session:
        record = Insert(_key(session), {"ends_at": session["ends_at"]})
        with suppress(Conflict):  # signed out twice
            web.ports.store.commit(PARTITION, [record])
    clear_cookie(response, web, "")


def signed_in_citizen(req: func.HttpRequest, web: Web) -> Citizen | None:
    """Return the citizen who is signed in, or None."""
    session = _session(req, web)
    if session is None or session["kind"] != "citizen":
        return None
    return Citizen(session["tax_id"], Person(session["first_name"], session["last_name"]))


def require_citizen(req: func.HttpRequest, web: Web) -> Citizen:
    """
    Return the citizen who is signed in.

    Raises:
        SignInRequired: Nobody is, or the session has ended.
    """
    citizen = signed_in_citizen(req, web)
    if citizen is None:
        raise SignInRequired
    return citizen


def _session(req: func.HttpRequest, web: Web) -> dict[str, Any] | None:
    session: dict[str, Any] | None = read_cookie(req, web)
    if session is None or datetime.fromisoformat(session["ends_at"]) <= web.ports.now():
        return None
    return None if web.ports.store.get(PARTITION, _key(session)) else session


def _key(session: dict[str, Any]) -> str:
    return f"out:{session['id']}"
