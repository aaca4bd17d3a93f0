"""A browser's view of the functions, in one process: routes, cookies, redirects."""

import json
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import azure.functions as func
import route_templates

from functions.domain.booking import Citizen
from functions.domain.staff import Staff
from functions.triggers import (
    appointment_links,
    auth,
    booking_extension,
    booking_pages,
    bookings,
    data_pages,
    desk_pages,
    health,
    holds,
    interpreter_pages,
    ministry_pages,
    move_pages,
    my_pages,
    offer_pages,
    officer_bookings,
    openapi,
    slots,
    waiting_pages,
)
from functions.triggers.web import Web

ORIGIN = "https://mykeplive.example"
RESOURCES = (
    *(auth, bookings, health, holds, officer_bookings, openapi, slots),
    *(booking_extension, booking_pages, offer_pages, waiting_pages),
    *(appointment_links, data_pages, move_pages, my_pages),
    *(desk_pages, interpreter_pages, ministry_pages),
)


class Client:
    """
    Calls the functions as the host does, and keeps cookies as a browser does.

    *web* is what they are connected to.
    """

    def __init__(self, web: Web) -> None:
        self.web = web
        self.cookies: dict[str, str] = {}
        app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)
        for resource in RESOURCES:
            app.register_functions(resource.blueprint(lambda: web))
        self._routes = [_route(function) for function in app.get_functions()]
        self._routes.sort(key=lambda route: route[0].rank)

    def get(self, address: str, **headers: str) -> func.HttpResponse:
        return self.request("GET", address, b"", headers)

    def post(self, address: str, form: Mapping[str, str], **headers: str) -> func.HttpResponse:
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": ORIGIN}
        return self.request("POST", address, urlencode(form).encode(), kind | headers)

    def send(self, address: str, body: Any, **headers: str) -> func.HttpResponse:
        """POST *body* as JSON."""
        kind = {"Content-Type": "application/json", "Origin": ORIGIN}
        return self.request("POST", address, json.dumps(body).encode(), kind | headers)

    def request(
        self, method: str, address: str, body: bytes, headers: Mapping[str, str]
    ) -> func.HttpResponse:
        parts = urlsplit(address)
        function, values = self._find(method, parts.path.removeprefix("/api/"))
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        response = function(
            req=func.HttpRequest(
                method,
                f"https://functions.internal{parts.path}"
                + (f"?{parts.query}" if parts.query else ""),
                headers={name.replace("_", "-"): text for name, text in headers.items()}
                | {"Cookie": cookie},
                params=dict(parse_qsl(parts.query, keep_blank_values=True)),
                route_params=values,
                body=body,
            )
        )
        self._keep(response)
        return response

    def sign_in(self, citizen: Citizen) -> None:
        """Go the whole way to TAXISnet and back."""
        self.web.sign_in.person = citizen
        sent = self.get("/api/auth/citizen/login?return=/")
        state = query_of(sent.headers["Location"])["state"]
        back = self.get(f"/api/auth/citizen/callback?code=a-code&state={state}")
        assert back.status_code == 302, back.get_body()

    def sign_in_staff(self, person: Staff) -> None:
        """Go the whole way to Microsoft Entra ID and back."""
        self.web.staff_sign_in.person = person
        sent = self.get("/api/auth/staff/login?return=/api/desk")
        state = query_of(sent.headers["Location"])["state"]
        back = self.get(f"/api/auth/staff/callback?code=a-code&state={state}")
        assert back.status_code == 302, back.get_body()

    def _find(self, method: str, path: str) -> tuple[Any, dict[str, str]]:
        for template, methods, function in self._routes:
            values = template.match(path)
            if values is not None and method in methods:
                return function, values
        raise LookupError(f"{method} {path}")

    def _keep(self, response: func.HttpResponse) -> None:
        for text in response.headers.getlist("Set-Cookie"):
            for name, morsel in SimpleCookie(text).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value


def _route(function: Any) -> tuple[route_templates.Template, set[str], Any]:
    trigger = json.loads(function.get_raw_bindings()[0])
    methods = {str(method) for method in trigger["methods"]}
    return route_templates.parse(trigger["route"]), methods, function.get_user_function()


def query_of(address: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return dict(parse_qsl(urlsplit(address).query))


def document(response: func.HttpResponse) -> Any:
    """Return the JSON of an answer."""
    return json.loads(response.get_body())
