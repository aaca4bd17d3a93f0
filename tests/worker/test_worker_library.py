"""
The app under Azure's own worker (Python 3.13): every function loads and answers.

Microsoft 365 and GSIS are addresses where nobody listens: a bad day, on which a booking
stands all the same.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import azure.functions as func
import pytest
from azure_functions_runtime.bindings.datumdef import Datum

from functions import bootstrap
from functions.domain.booking import Citizen, Person
from functions.domain.staff import Administrator
from functions.triggers.sessions import start_session
from tests.worker.settings import ORIGIN, settings
from tests.worker.worker import Worker

ROOT = Path(__file__).parents[2]
SERVICE, CENTRE = "birth-certificate", "kep-zografou"

ROUTES = {
    "answer_booking_step": ("POST", "book/{draft}/{step}"),
    "answer_interpreter_request": ("POST", "interpreter/{reference}/{signature}"),
    "ask_for_interpreter": ("POST", "v1/officer/bookings/{reference}/interpreter"),
    "cancel_booking": ("POST", "v1/bookings/{reference}/cancel"),
    "cancel_linked_appointment": ("POST", "appointment/{reference}/{signature}"),
    "cancel_my_appointment": ("POST", "my/{reference}/cancel"),
    "change_interpreter": ("POST", "desk/{reference}/interpreter"),
    "choose_centre_to_move_to": ("POST", "my/{reference}/move/centre"),
    "choose_time_to_move_to": ("POST", "my/{reference}/move"),
    "citizen_callback": ("GET", "auth/citizen/callback"),
    "citizen_login": ("GET", "auth/citizen/login"),
    "create_booking": ("POST", "v1/bookings"),
    "create_hold": ("POST", "v1/holds"),
    "delete_hold": ("DELETE", "v1/holds/{hold}"),
    "download_appointment": ("GET", "book/{draft}/appointment.ics"),
    "download_my_appointment": ("GET", "my/{reference}/appointment.ics"),
    "download_my_data": ("GET", "my/data.json"),
    "erase_my_past": ("POST", "my/data/erase"),
    "extend_booking_hold": ("POST", "book/{draft}/extend"),
    "extend_hold": ("POST", "v1/holds/{hold}/extend"),
    "leave_interpreter_form": ("GET", "desk/{reference}/interpreter"),
    "leave_waiting_form": ("GET", "my/waiting/{entry}/stop"),
    "list_bookings": ("GET", "v1/bookings"),
    "list_free_slots": ("GET", "v1/centres/{centre}/slots"),
    "list_officer_bookings": ("GET", "v1/officer/bookings"),
    "move_my_appointment": ("POST", "my/{reference}/move/check"),
    "reschedule_booking": ("POST", "v1/bookings/{reference}/reschedule"),
    "show_booking": ("GET", "v1/bookings/{reference}"),
    "show_booking_start": ("GET", "book"),
    "show_booking_step": ("GET", "book/{draft}/{step}"),
    "show_centres_to_move_to": ("GET", "my/{reference}/move/centre"),
    "show_desk": ("GET", "desk"),
    "show_desk_appointment": ("GET", "desk/{reference}"),
    "show_desk_person": ("GET", "desk/{reference}/person"),
    "show_erasure": ("GET", "my/data/erase"),
    "show_health": ("GET", "health"),
    "show_interpreter_digests": ("GET", "ministry/interpreters"),
    "show_interpreter_request": ("GET", "interpreter/{reference}/{signature}"),
    "show_linked_appointment": ("GET", "appointment/{reference}/{signature}"),
    "show_me": ("GET", "auth/me"),
    "show_ministry": ("GET", "ministry"),
    "show_move": ("GET", "my/{reference}/move/check"),
    "show_my_appointment": ("GET", "my/{reference}"),
    "show_my_appointments": ("GET", "my"),
    "show_my_cancellation": ("GET", "my/{reference}/cancel"),
    "show_my_data": ("GET", "my/data"),
    "show_offered_time": ("GET", "offer/{centre}/{entry}/{signature}"),
    "show_officer_booking": ("GET", "v1/officer/bookings/{reference}"),
    "show_openapi": ("GET", "v1/openapi.json"),
    "show_times_to_move_to": ("GET", "my/{reference}/move"),
    "show_waiting": ("GET", "book/{draft}/wait"),
    "sign_out": ("POST", "auth/logout"),
    "staff_callback": ("GET", "auth/staff/callback"),
    "staff_login": ("GET", "auth/staff/login"),
    "start_booking": ("POST", "book"),
    "start_waiting": ("POST", "book/{draft}/wait"),
    "stop_waiting_for_time": ("POST", "my/waiting/{entry}/stop"),
    "take_offered_time": ("POST", "offer/{centre}/{entry}/{signature}"),
}
TIMERS = {
    "apply_retention": "30 7 * * * *",
    "find_bounced_mails": "50 */10 * * * *",
    "offer_free_times": "40 * * * * *",
    "renew_seals": "0 20 3 * * *",
    "send_interpreter_digest": "0 * * * * *",
    "send_reminders": "10 * * * * *",
    "sweep_outbox": "0 */2 * * * *",
    "watch_interpreter_requests": "20 */5 * * * *",
}


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    values = settings(tmp_path_factory.mktemp("store"))
    with pytest.MonkeyPatch.context() as environment:
        for name, value in values.items():
            environment.setenv(name, value)
        bootstrap.connect.cache_clear()
        worker = Worker(ROOT)
        yield worker
        worker.close()
        bootstrap.connect().ports.store.close()


@pytest.fixture(scope="module")
def cookie(worker: Worker) -> str:
    """The cookie of a citizen who is signed in."""
    response = func.HttpResponse()
    start_session(response, Citizen("123456783", Person("Μαρία", "Παππά")), bootstrap.connect())
    return str(response.headers["Set-Cookie"]).split(";", 1)[0]


def free_time(worker: Worker) -> str:
    answer = worker.http("list_free_slots", params={"centre": CENTRE}, query={"service": SERVICE})
    assert answer.status == 200, answer.body
    return str(json.loads(answer.body)["slots"][0]["starts_at"])


def test_the_worker_finds_every_function_with_its_trigger(worker):
    found = {
        name: (trigger["methods"][0], trigger["route"])
        for name in worker.functions
        for trigger in worker.bindings(name)
        if trigger["type"] == "httpTrigger"
    }

    assert found == ROUTES
    [queue] = worker.bindings("reconcile_booking")
    assert (queue["type"], queue["queueName"], queue["connection"]) == (
        "queueTrigger",
        "reconcile",
        "AzureWebJobsStorage",
    )
    for name, schedule in TIMERS.items():
        [timer] = worker.bindings(name)
        assert (timer["type"], timer["schedule"]) == ("timerTrigger", schedule)
    assert set(worker.functions) == {*ROUTES, *TIMERS, "reconcile_booking"}


def test_a_booking_goes_through_the_worker_and_stands_though_microsoft_is_down(worker, cookie):
    body = {
        "centre": CENTRE,
        "service": SERVICE,
        "starts_at": free_time(worker),
        "applicant": {"email": "maria@example.com", "mobile": "6912345678"},
        "identity_document": {"kind": "passport", "number": "X1234567"},
    }
    headers = {"cookie": cookie, "origin": ORIGIN, "idempotency-key": "k"}

    made = worker.http(
        "create_booking", method="POST", headers=headers, body=json.dumps(body).encode()
    )

    booking = json.loads(made.body)
    reference = booking["reference"]
    assert (made.status, booking["join_url"]) == (201, None)
    worker.invoke("reconcile_booking", "message", Datum(reference, "string"))
    past_due = Datum(json.dumps({"IsPastDue": False}), "json")
    worker.invoke("sweep_outbox", "timer", past_due)
    shown = worker.http("show_booking", params={"reference": reference}, headers={"cookie": cookie})
    listed = worker.http("list_bookings", headers={"cookie": cookie})
    assert json.loads(shown.body) == booking
    assert json.loads(listed.body) == {"bookings": [booking]}
    assert reference[:3] == "ZOG"


def test_the_pages_are_rendered_by_the_worker(worker, cookie):
    headers = {"cookie": cookie, "origin": ORIGIN}
    start = worker.http("show_booking_start", query={"service": SERVICE}, headers=headers)
    form = f"service={SERVICE}&centre={CENTRE}&lang=el".encode()

    begun = worker.http("start_booking", method="POST", headers=headers, body=form)

    assert (start.status, begun.status) == (200, 303)
    assert "Παππά" in start.body.decode()
    assert start.headers["content-type"].startswith("text/html")
    _, _, _, draft, step = begun.headers["location"].split("/")
    draft_cookie = begun.cookies[0].output(header="", attrs=[]).strip()
    headers = {"cookie": f"{cookie}; {draft_cookie}", "origin": ORIGIN}
    params = {"draft": draft, "step": step}
    shown = worker.http("show_booking_step", params=params, headers=headers)
    answered = worker.http(
        "answer_booking_step",
        method="POST",
        params=params,
        headers=headers,
        body=b"interpreter=none",
    )
    assert (shown.status, answered.status) == (200, 303)
    assert answered.headers["location"].endswith("/time")
    assert (
        worker.http("download_appointment", params={"draft": draft}, headers=headers).status == 404
    )


def test_the_pages_of_the_staff_are_rendered_by_the_worker(worker):
    response = func.HttpResponse()
    someone = Administrator("administrator@ministry.example", "Νίκος Ράλλης")
    start_session(response, someone, bootstrap.connect())
    headers = {"cookie": str(response.headers["Set-Cookie"]).split(";", 1)[0]}

    for name in ("show_desk", "show_interpreter_digests"):
        shown = worker.http(name, headers=headers)
        assert (shown.status, "Ράλλης" in shown.body.decode()) == (200, True)
    altered = {"reference": "ZOG-2222-222", "signature": "x"}
    assert worker.http("show_interpreter_request", params=altered).status == 404


def test_the_cookies_reach_the_host_with_all_their_attributes(worker):
    sent = worker.http("citizen_login", query={"return": "/api/book"})

    assert sent.status == 302
    [cookie] = sent.cookies
    [morsel] = cookie.values()
    assert morsel["path"] == "/"
    assert morsel["samesite"] == "Lax"
    assert morsel["httponly"]
    assert int(morsel["max-age"]) == 600


@pytest.mark.parametrize(
    ("name", "status"),
    [("show_health", 503), ("show_openapi", 200), ("show_me", 401), ("citizen_callback", 400)],
)
def test_the_other_functions_answer(worker, name, status):
    assert worker.http(name).status == status


def test_signing_out_answers(worker, cookie):
    headers = {"cookie": cookie, "origin": ORIGIN}

    assert worker.http("sign_out", method="POST", headers=headers).status == 204
    assert worker.http("show_me", headers=headers).status == 401
