"""
Cookies as Static Web Apps lets them through.

All are sealed, `HttpOnly`, `SameSite=Lax` and `Path=/`. The prefix is `__Secure-`, not
`__Host-`: Static Web Apps adds `Domain=`, and browsers then drop a `__Host-` one. It also
drops cookies with another path or an `Expires` in the past, so a cookie is cleared
by an empty value with `Max-Age=0`. On plain-HTTP localhost there is neither prefix nor
`Secure`.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any

import azure.functions as func

from functions.triggers.web import Web

NAME = "mykeplive"


def cookie_name(web: Web, suffix: str = "") -> str:
    """Return the name of our cookie for *suffix*; the session's has none."""
    return ("__Secure-" if web.is_secure else "") + NAME + suffix


def set_cookie(
    response: func.HttpResponse, web: Web, suffix: str, content: Any, lifetime: timedelta
) -> None:
    """Seal *content* (anything that JSON can hold) into a cookie."""
    sealed = web.cookies.seal(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    _add(response, web, suffix, sealed, int(lifetime.total_seconds()))


def clear_cookie(response: func.HttpResponse, web: Web, suffix: str) -> None:
    """Make the browser forget a cookie."""
    _add(response, web, suffix, "", 0)


def read_cookie(req: func.HttpRequest, web: Web, suffix: str = "") -> Any:
    """Return what a cookie of ours holds; None if it is absent, altered or sealed by others."""
    sealed = _all(req).get(cookie_name(web, suffix))
    if not sealed:
        return None
    try:
        return json.loads(web.cookies.unseal(sealed))
    except ValueError:
        return None


def cookie_suffixes(req: func.HttpRequest, web: Web, beginning: str) -> Iterator[str]:
    """Yield the suffixes of our cookies that start with *beginning*."""
    prefix = cookie_name(web)
    for name in _all(req):
        if name.startswith(prefix + beginning):
            yield name.removeprefix(prefix)


def has_cookies(req: func.HttpRequest, web: Web) -> bool:
    """Tell whether the browser sent back any cookie of ours: many that keep none send none."""
    return next(cookie_suffixes(req, web, ""), None) is not None


def _all(req: func.HttpRequest) -> dict[str, str]:
    try:
        return {
            name: morsel.value
            for name, morsel in SimpleCookie(req.headers.get("Cookie", "")).items()
        }
    except CookieError:
        return {}


def _add(response: func.HttpResponse, web: Web, suffix: str, value: str, seconds: int) -> None:
    secure = "; Secure" if web.is_secure else ""
    response.headers.add(
        "Set-Cookie",
        f"{cookie_name(web, suffix)}={value}; Max-Age={seconds}; Path=/; HttpOnly{secure};"
        " SameSite=Lax",
    )
