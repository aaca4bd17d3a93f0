"""A deployment in order, in front of the stand-ins: what they do not play answers from here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import httpx
from cryptography.fernet import Fernet

from functions.adapters.entra_token import EntraToken
from functions.domain.catalog import Catalog
from functions.settings import CentreAccount
from infra.doctor.checks import CHECKS, examine
from infra.doctor.findings import Outcome
from infra.doctor.patient import Patient
from tests.contract.outside import ACCOUNTS, Outside
from tests.fake_store import FakeStore

OFFICERS = ("officer@kep.example",)
FULL = {slug: CentreAccount(one.object_id, OFFICERS) for slug, one in ACCOUNTS.items()}
EMPTY = "<QueueMessagesList/>"


@dataclass
class Town(httpx.BaseTransport):
    """
    Answers for the storage queue, `/api/health` and the clock; the rest goes to the stand-ins.

    *answers* are status and text by path.
    """

    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    sent_at: str = ""
    real: httpx.HTTPTransport = field(default_factory=httpx.HTTPTransport)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path in self.answers:
            status, text = self.answers[path]
            return httpx.Response(status, text=text)
        answer = self.real.handle_request(request)
        if self.sent_at:
            answer.headers["Date"] = self.sent_at
        return answer

    def close(self) -> None:
        self.real.close()


def answers_in_order() -> dict[str, tuple[int, str]]:
    """Return what a queue without messages and a service that works answer."""
    return {
        "/local/queue/reconcile/messages": (200, EMPTY),
        "/local/queue/reconcile-poison/messages": (200, EMPTY),
        "/api/health": (200, '{"status": "green", "red": []}'),
    }


@contextmanager
def a_patient(outside: Outside, catalog: Catalog, **changes: Any) -> Iterator[tuple[Patient, Town]]:
    """Give a patient in order; *changes* are those of its settings."""
    settings = replace(
        outside.settings,
        **{
            "session_keys": (Fernet.generate_key().decode(),),
            "data_keys": (Fernet.generate_key().decode(),),
            "citizen_key": "c" * 32,
            "centre_accounts": FULL,
        }
        | changes,
    )
    town, graph = Town(answers_in_order()), outside.graph()
    [one] = (each for slug, each in catalog.centres.items() if slug in ACCOUNTS)
    two = {slug: one.model_copy(update={"slug": slug}) for slug in ACCOUNTS}
    with httpx.Client(transport=town, timeout=5) as web:
        yield (
            Patient(
                settings=settings,
                catalog=replace(catalog, centres=two),
                graph=graph,
                token=EntraToken(settings, "https://graph.microsoft.com"),
                storage_token=None,
                store=FakeStore(),
                web=web,
                now=lambda: datetime.now(UTC),
            ),
            town,
        )
    graph.close()


def codes(outcomes: list[Outcome]) -> list[str]:
    """Return the codes of everything that was found."""
    return [finding.code for outcome in outcomes for finding in outcome.findings]


def found(patient: Patient) -> list[str]:
    """Return what an examination finds."""
    return codes(examine(patient, CHECKS))
