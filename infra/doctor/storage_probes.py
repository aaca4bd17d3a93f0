"""Probes of the storage: the table of the appointments, the queue, and what lies in poison."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from functions.adapters.queue_nudge import QUEUE, VERSION
from functions.adapters.table_store import TABLE
from functions.ports import Conflict, Delete, Store, StoreBusy
from infra.doctor.findings import CannotTell, Finding
from infra.doctor.patient import Patient

POISON = f"{QUEUE}-poison"
NOBODYS = "doctor"  # a partition and a key that no row has


def table(patient: Patient) -> Iterator[Finding]:
    """Whether the table is there and can be read and written."""
    for use, call in (("read", _read), ("write", _write)):
        code = _refusal(call, patient.store)
        if code:
            yield Finding(code, {"table": TABLE, "use": use})
            return


def _read(store: Store) -> None:
    list(store.range(NOBODYS, "", "~"))


def _write(store: Store) -> None:
    # Removes a row that is not there: the answer to somebody without the right is another.
    store.commit(NOBODYS, [Delete(NOBODYS, 'W/"doctor"')])


def _refusal(call: Callable[[Store], None], store: Store) -> str:
    from azure.core.exceptions import HttpResponseError

    try:
        call(store)
    except Conflict:
        return ""
    except StoreBusy:
        return "store_down"
    except HttpResponseError as error:
        missing = error.status_code == HTTPStatus.NOT_FOUND
        return "table_missing" if missing else "table_refused"
    return ""


def queue(patient: Patient) -> Iterator[Finding]:
    """Whether the queue is there and can be read."""
    answer = _peek(patient, QUEUE)
    code = {
        HTTPStatus.NOT_FOUND: "queue_missing",
        HTTPStatus.FORBIDDEN: "queue_refused",
        HTTPStatus.UNAUTHORIZED: "queue_refused",
    }.get(answer.status_code, "" if answer.is_success else "queue_down")
    if code:
        yield Finding(code, {"queue": QUEUE})


def poison(patient: Patient) -> Iterator[Finding]:
    """Whether work lies there that failed time after time."""
    answer = _peek(patient, POISON)
    if b"<QueueMessage>" in answer.content:
        yield Finding("poison", {"queue": POISON})


def _peek(patient: Patient, name: str) -> Any:
    """Return the answer of "Peek Messages", which leaves them where they are."""
    import httpx

    headers = {"x-ms-version": VERSION}
    if patient.storage_token:
        headers["Authorization"] = f"Bearer {patient.storage_token()}"
    address = f"{patient.settings.queue_endpoint}/{name}/messages"
    try:
        return patient.web.get(address, params={"peekonly": "true"}, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CannotTell(Finding("queue_down", {"queue": name})) from error
