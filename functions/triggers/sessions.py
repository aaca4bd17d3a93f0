"""
Who is signed in: one sealed cookie, short-lived, for everybody.

The cookie holds the person, so no server keeps a session. Sign-out is recorded until
the session would have ended, so that a copied cookie ends with it. An officer's centres
are those of the moment of signing in.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

import azure.functions as func

from functions.domain import keys
from functions.domain.booking import Citizen, Person
from functions.domain.errors import Forbidden, SignInRequired
from functions.domain.staff import Administrator, Officer, Staff
from functions.ports import Conflict, Insert
from functions.triggers.cookies import clear_cookie, read_cookie, set_cookie
from functions.triggers.web import Web

KINDS: Mapping[type, str] = {
    Citizen: "citizen",
    Officer: "officer",
    Administrator: "administrator",
}
PEOPLE: Mapping[str, Callable[[Mapping[str, Any]], Citizen | Staff]] = {
    "citizen": lambda s: Citizen(s["tax_id"], Person(s["first_name"], s["last_name"])),
    "officer": lambda s: Officer(s["user"], s["name"], tuple(s["centres"])),
    "administrator": lambda s: Administrator(s["user"], s["name"]),
}


def start_session(response: func.HttpResponse, person: Citizen | Staff, web: Web) -> None:
    """Sign *person* in on the browser that gets *response*."""
    lifetime = web.ports.catalog.rules.session_lifetime
    content = {
        "id": token_urlsafe(16),
        "kind": KINDS[type(person)],
        **_facts(person),
        "ends_at": (web.ports.now() + lifetime).isoformat(),
    }
    set_cookie(response, web, "", content, lifetime)


def end_session(req: func.HttpRequest, response: func.HttpResponse, web: Web) -> None:
    """Sign out: forget the cookie, and refuse any copy of it from now on."""
    session = _session(req, web)
    if session:
        record = Insert(keys.ended(session["id"]), {"ends_at": session["ends_at"]})
        with suppress(Conflict):  # signed out twice
            web.ports.store.commit(keys.SESSIONS, [record])
    clear_cookie(response, web, "")


def session_id(req: func.HttpRequest, web: Web) -> str | None:
    """Return the id of the session that the cookie holds, if any; it may have ended."""
    session: dict[str, Any] | None = read_cookie(req, web)
    return session["id"] if session else None


def signed_in(req: func.HttpRequest, web: Web) -> Citizen | Staff | None:
    """Return whoever is signed in, or None."""
    session = _session(req, web)
    return PEOPLE[session["kind"]](session) if session else None


def signed_in_citizen(req: func.HttpRequest, web: Web) -> Citizen | None:
    """Return the citizen who is signed in, or None."""
    person = signed_in(req, web)
    return person if isinstance(person, Citizen) else None


def signed_in_staff(req: func.HttpRequest, web: Web) -> Staff | None:
    """Return the officer or administrator who is signed in, or None."""
    person = signed_in(req, web)
    return None if isinstance(person, Citizen) else person


def require_citizen(req: func.HttpRequest, web: Web) -> Citizen:
    """
    Return the citizen who is signed in.

    Raises:
        SignInRequired: Nobody is, or staff are, or the session has ended.
    """
    citizen = signed_in_citizen(req, web)
    if citizen is None:
        raise SignInRequired
    return citizen


def require_staff(req: func.HttpRequest, web: Web) -> Staff:
    """
    Return the officer or administrator who is signed in.

    Raises:
        SignInRequired: Nobody is, or a citizen is, or the session has ended.
    """
    staff = signed_in_staff(req, web)
    if staff is None:
        raise SignInRequired
    return staff


def require_officer(req: func.HttpRequest, web: Web, centre: str) -> Staff:
    """
    Return who may see *centre*: an officer of it, or an administrator.

    Raises:
        SignInRequired: As above.
        Forbidden: An officer of other centres is signed in.
    """
    staff = require_staff(req, web)
    if isinstance(staff, Officer) and centre not in staff.centres:
        raise Forbidden(f"not an officer of {centre}")
    return staff


def require_administrator(req: func.HttpRequest, web: Web) -> Administrator:
    """
    Return the administrator who is signed in.

    Raises:
        SignInRequired: As above.
        Forbidden: An officer is signed in.
    """
    staff = require_staff(req, web)
    if not isinstance(staff, Administrator):
        raise Forbidden("not an administrator")
    return staff


def _facts(person: Citizen | Staff) -> dict[str, Any]:
    if isinstance(person, Citizen):
        return {"tax_id": person.tax_id, **asdict(person.person)}
    return asdict(person)


def _session(req: func.HttpRequest, web: Web) -> dict[str, Any] | None:
    session: dict[str, Any] | None = read_cookie(req, web)
    if session is None or datetime.fromisoformat(session["ends_at"]) <= web.ports.now():
        return None
    return None if web.ports.store.get(keys.SESSIONS, keys.ended(session["id"])) else session
