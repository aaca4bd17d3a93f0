"""A booking filled in step by step, as a browser does it."""

from tests.builders import BIRTH, WEDNESDAY_0900, ZOGRAFOU
from tests.triggers.client import Client

ANSWERS = {
    "centre": {"centre": ZOGRAFOU},
    "interpreter": {"interpreter": "none"},
    "time": {"time": WEDNESDAY_0900.isoformat()},
    "who": {"who": "me"},
    "document": {"kind": "passport", "number": "x 1234567"},
    "contact": {"email": "maria@example.com", "mobile": "691 234 5678", "address": ""},
    "notes": {"notes": ""},
}
BUSINESS = {"name": "Ήλιος ΑΕ", "tax_id": "094259216", "capacity": "πρόεδρος"}


def begin(client: Client, service: str = BIRTH, **fields: str) -> str:
    """Start a draft and return the address of its first step."""
    return client.post("/api/book", {"service": service, "lang": "el", **fields}).headers[
        "Location"
    ]


def answer(client: Client, address: str, fields: dict[str, str]) -> str:
    """Answer one step and return where the browser is sent."""
    response = client.post(address, fields)
    assert response.status_code == 303
    return response.headers["Location"]


def go(client: Client, address: str, until: str = "check", **other: dict[str, str]) -> str:
    """Answer steps until *until* is asked; return its address."""
    answers = ANSWERS | other
    while (step := address.rsplit("/", 1)[1]) != until:
        following = answer(client, address, answers[step])
        assert following != address, (step, shown(client, address))
        address = following
    return address


def shown(client: Client, address: str) -> dict:
    """Return what the page at *address* shows."""
    response = client.get(address)
    assert response.status_code == 200, response.headers
    return dict(client.web.pages.last[1])


def confirm(client: Client, address: str) -> str:
    return answer(client, address, {})
