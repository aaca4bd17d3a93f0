"""An evening on which the interpreters' desk has been told (circular R11), on the whole stack."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from tests.browser.visitor import eventually, local

TAX_IDS = ("123456783", "100000015", "100000027", "100000039")
MORNING, EVENING = "2026-11-24T10:00:00+02:00", "2026-11-24T18:31:00+02:00"
OFFICER, ADMINISTRATOR = "officer@zografou", "administrator@ministry"
FOR_ANOTHER = {
    "applicant": {
        "email": "a.very.long.address.of.somebody@bounces.example",  # mail there comes back
        "mobile": "6912345678",
        "address": "Λεωφόρος Κωνσταντινουπόλεως 123, 15772 Ζωγράφου",
    },
    "for": {"first_name": "Κωνσταντίνος-Αλέξανδρος", "last_name": "Παπακωνσταντινόπουλος"},
    "notes": "Το πιστοποιητικό το χρειάζομαι έως την Παρασκευή.\nΓράψτε μου αν λείπει κάτι.",
}
LINK = re.compile(r"/api/interpreter/([A-Z0-9-]+)/[\w-]+")


@dataclass(frozen=True, slots=True)
class Evening:
    """
    Three appointments with an interpreter: nobody has answered yet, one will attend, nobody is
    available; and one without, `FOR_ANOTHER`. *links* are where the desk answers, by reference.
    """

    address: str
    references: Sequence[str]
    links: dict[str, str]


@contextmanager
def an_evening(address: str) -> Iterator[Evening]:
    """Book, let the digest go, and answer; at the end it is morning again."""
    kinds = ("sign_language", "lip_reading", "sign_language")
    booked = [_book(address, number, interpreter=kind) for number, kind in enumerate(kinds)]
    booked.append(_book(address, len(kinds), **FOR_ANOTHER))
    eventually(lambda: len(local(address, "mails")) >= len(booked))
    try:
        _post(address, "/local/clock", json={"now": EVENING})
        _post(address, "/local/timers/send_interpreter_digest")
        _post(address, "/local/timers/find_bounced_mails")
        links = eventually(lambda: _links(address))
        _answer(address, links[booked[1]], answer="acknowledged", name="Δήμητρα Καρρά-Ευαγγέλου")
        _answer(address, links[booked[2]], answer="unavailable")
        yield Evening(address, booked, links)
    finally:
        _post(address, "/local/clock", json={"now": MORNING})


def _book(address: str, number: int, **details: object) -> str:
    hint = {"login_hint": TAX_IDS[number], "return": "/"}
    body = {
        "centre": "kep-zografou",
        "service": "birth-certificate",
        "starts_at": f"2026-11-25T{10 + number}:00:00+02:00",
        "applicant": {"email": "maria@example.com", "mobile": "6912345678"},
        "identity_document": {"kind": "passport", "number": "X1234567"},
        **details,
    }
    headers = {"Origin": address, "Idempotency-Key": f"evening {number}"}
    with httpx.Client(base_url=address, trust_env=False, follow_redirects=True) as citizen:
        citizen.get("/api/auth/citizen/login", params=hint)
        answer = citizen.post("/api/v1/bookings", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["reference"])


def _links(address: str) -> dict[str, str]:
    texts = (mail["html"] for mail in local(address, "mails"))
    return {found[1]: found[0] for text in texts for found in LINK.finditer(text)}


def _answer(address: str, link: str, **form: str) -> None:
    assert _post(address, link, data=form).status_code == 303


def _post(address: str, path: str, **more: object) -> httpx.Response:
    headers = {"Origin": address}
    return httpx.post(address + path, headers=headers, trust_env=False, timeout=30, **more)
