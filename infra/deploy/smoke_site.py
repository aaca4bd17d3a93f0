"""What the smoke test reads without signing in: the site, and what the functions tell anybody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

PAGES = ("/", "/en/", "/services/", "/en/services/", "/centres/", "/accessibility/")
NO_PAGE = "/no-such-page/"
MUST_HAVE = {
    "content-security-policy": "default-src 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
ONLY_BY_HTTPS = {"strict-transport-security": "max-age="}
STYLE = re.compile(r'(?:href|src)="(/assets/[^"]+)"')


class Fault(Exception):
    """Something is not as it should be; the message says what, and never of a person."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is not signed in, at an address, asking about a service at a centre."""

    client: httpx.Client
    service: str
    centre: str

    def get(
        self, path: str, expected: int = 200, query: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Return what is at *path*; any other answer than the expected one is a `Fault`."""
        answer = self.client.get(path, params=query)
        if answer.status_code != expected:
            raise Fault(f"{path}: {answer.status_code} instead of {expected}")
        return answer

    def json(self, path: str, **query: str) -> Any:
        """Return the JSON at *path*."""
        answer = self.get(path, query=query or None)
        try:
            return answer.json()
        except ValueError as error:
            raise Fault(f"{path}: no JSON") from error


def pages(visit: Visit) -> None:
    """Every page answers, in its language; what is no page is not found."""
    for path in PAGES:
        language = "en" if path.startswith("/en/") else "el"
        if f'<html lang="{language}"' not in visit.get(path).text:
            raise Fault(f"{path}: not a page in {language}")
    visit.get(NO_PAGE, 404)


def headers(visit: Visit) -> None:
    """The headers that protect visitors are there, from the site and from the functions."""
    by_https = visit.client.base_url.scheme == "https"
    wanted = MUST_HAVE | (ONLY_BY_HTTPS if by_https else {})
    for answer in (visit.get("/"), visit.client.get("/api/my")):
        for name, part in wanted.items():
            if part not in answer.headers.get(name, ""):
                raise Fault(f"{answer.url.path}: {name} lacks {part}")


def styles(visit: Visit) -> None:
    """What the site lists is there for good, and so is what pages of the functions name."""
    named = set(visit.json("/assets.json").values())
    rendered = visit.client.get("/api/my").text
    for address in sorted(named | set(STYLE.findall(rendered))):
        if "immutable" not in visit.get(address).headers.get("cache-control", ""):
            raise Fault(f"{address}: not kept by browsers")


def catalogue(visit: Visit) -> None:
    """The catalogue lists services and centres."""
    document = visit.json("/catalog.json")
    if not document.get("services") or not document.get("centres"):
        raise Fault("/catalog.json: empty")


def health(visit: Visit) -> None:
    """The functions say that they do their work."""
    answer = visit.client.get("/api/health")
    if answer.status_code != httpx.codes.OK:
        red = answer.json().get("red") if "json" in answer.headers["content-type"] else None
        raise Fault(f"/api/health: {answer.status_code}, red: {', '.join(red or ['unknown'])}")


def description(visit: Visit) -> None:
    """The API describes itself."""
    if not visit.json("/api/v1/openapi.json").get("openapi", "").startswith("3.1"):
        raise Fault("/api/v1/openapi.json: not OpenAPI 3.1")


def free_times(visit: Visit) -> None:
    """A centre of the catalogue answers with its free times."""
    centre = offering(visit.json("/catalog.json"), visit.service)
    answer = visit.json(f"/api/v1/centres/{centre}/slots", service=visit.service)
    if answer.get("centre") != centre or "slots" not in answer:
        raise Fault(f"{centre}: an answer without times")


def offering(document: dict[str, Any], service: str) -> str:
    """Return a centre of the catalogue that offers *service*."""
    for entry in document["services"]:
        if entry["slug"] == service and entry.get("centres"):
            return str(entry["centres"][0])
    raise Fault(f"/catalog.json: nobody offers {service}")


def doors(visit: Visit) -> None:
    """Nobody is signed in; signing in leads to TAXISnet and to Microsoft Entra."""
    visit.get("/api/auth/me", 401)
    for kind in ("citizen", "staff"):
        path = f"/api/auth/{kind}/login"
        place = visit.get(path, 302).headers.get("location", "")
        if "client_id=" not in place or "redirect_uri=" not in place:
            raise Fault(f"{path}: leads to no provider")
