"""
Signing in at the page of somebody else, as a person does: by whatever form it shows.

How the page of TAXISnet's test host is made is written nowhere, so nothing here names its
fields: the form is the one with a password, the name goes into the field before it, and a
form that comes after it is agreed to.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

FORMS = 3  # the password, and what may have to be agreed to after it
TYPED = {"text", "email", "tel", "number"}


class CannotSignIn(Exception):
    """The page let nobody in; the message says how far it went."""


@dataclass(slots=True)
class Form:
    """A form as it stands in a page: its fields, and which of them people fill in."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    name_field: str = ""
    password_field: str = ""
    button: str = ""

    def add(self, kind: str, name: str, value: str) -> None:
        """Take in a field, in the order of the page; of several buttons the first is pressed."""
        if kind == "password":
            self.password_field = name
        elif kind in TYPED and not self.password_field:
            self.name_field = name
        elif kind == "submit":
            if self.button:
                return
            self.button = name
        self.fields[name] = value

    def filled(self, user: str, password: str) -> dict[str, str]:
        """Return what is sent."""
        typed = {self.name_field: user, self.password_field: password}
        return self.fields | {name: value for name, value in typed.items() if name}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = True
            self.found.append(Form(values.get("action", ""), values.get("method", "get").lower()))
        elif self._open and values.get("name") and tag in {"input", "button"}:
            kind = values.get("type", "text" if tag == "input" else "submit").lower()
            self.found[-1].add(kind, values["name"], values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"


def forms_in(page: str) -> list[Form]:
    """Return the forms of a page."""
    parser = _Forms()
    parser.feed(page)
    return parser.found


def sign_in(client: httpx.Client, path: str, user: str, password: str) -> None:
    """
    Follow *path* to the page of the provider, fill in its form, and come back.

    *client* keeps cookies and follows redirects; its base is where we come back to.

    Raises:
        CannotSignIn: There is no such form, or it does not lead back.
    """
    answer = client.get(path)
    for _ in range(FORMS):
        if answer.url.host == client.base_url.host:
            return
        answer = _submitted(client, answer, user, password)
    if answer.url.host != client.base_url.host:
        raise CannotSignIn(f"{answer.url.host} did not lead back: {answer.status_code}")


def _submitted(
    client: httpx.Client, page: httpx.Response, user: str, password: str
) -> httpx.Response:
    forms = sorted(forms_in(page.text), key=lambda form: not form.password_field)
    if not forms:
        raise CannotSignIn(f"{page.url.host} shows no form: {page.status_code}")
    address = urljoin(str(page.url), forms[0].action)
    values = forms[0].filled(user, password)
    if forms[0].method == "post":
        return client.post(address, data=values)
    return client.get(address, params=values)
