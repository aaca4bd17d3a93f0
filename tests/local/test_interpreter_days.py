"""
The interpreters' desk by the clock of the stack: ordinary, odd and bad days (circular R11).

The real functions, letters, adapters and stand-ins; the clock is moved, and the timers fire
as they do in Azure, in UTC.
"""

import base64
import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import icalendar
import pytest
from running_stack import running_stack

from functions.domain.slot import ATHENS
from tests.builders import a_body, a_citizen
from tests.local.test_bad_days import CENTRE, SERVICE, eventually

DESK = "dierminia@idrimakofon.gr"
ADMINISTRATORS = "administrators@ministry.example"
OTHER_CENTRE = "kep-alimos"
DAY = timedelta(days=1)


class Desk(httpx.Client):
    """Citizens, an officer and the desk, at a running stack."""

    def set_clock(self, day: date, clock: str) -> None:
        moment = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ATHENS)
        self.post("/local/clock", json={"now": moment.isoformat()}).raise_for_status()

    def sign_in(self, number: int = 1) -> None:
        hint = a_citizen(number).tax_id
        self.get(f"/api/auth/citizen/login?return=/&login_hint={hint}", follow_redirects=True)

    def slots(self, centre: str = CENTRE, interpreter: str = "sign_language") -> dict[str, Any]:
        query = f"service={SERVICE}" + (f"&interpreter={interpreter}" if interpreter else "")
        return self.get(f"/api/v1/centres/{centre}/slots?{query}").json()

    def ask(
        self,
        starts_at: str,
        number: int = 1,
        centre: str = CENTRE,
        kind: str | None = "sign_language",
    ) -> httpx.Response:
        self.sign_in(number)
        body = a_body(centre=centre, service=SERVICE, starts_at=starts_at, interpreter=kind)
        return self.post("/api/v1/bookings", json=body, headers={"Idempotency-Key": starts_at})

    def booked(self, day: date, clock: str = "09:00", number: int = 1, **more: Any) -> str:
        starts_at = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ATHENS).isoformat()
        answer = self.ask(starts_at, number, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["reference"])

    def ready(self, reference: str) -> None:
        """Wait until the link exists and the citizen has the mail."""
        eventually(lambda: self.shown(reference)["notified"]["mail"])

    def shown(self, reference: str) -> dict[str, Any]:
        return self.get(f"/api/v1/bookings/{reference}").json()

    def to(self, address: str) -> list[dict[str, Any]]:
        return [mail for mail in self.get("/local/mails").json() if mail["to"] == address]

    def fire(self, timer: str) -> None:
        self.post(f"/local/timers/{timer}").raise_for_status()

    def fault(self, **parts: str) -> None:
        self.post("/local/faults", json=parts).raise_for_status()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("stack")
    with running_stack(folder, now="2026-03-20T10:00") as stack:
        yield stack.address


@pytest.fixture
def desk(address: str) -> Iterator[Desk]:
    headers = {"Origin": address}
    with Desk(base_url=address, timeout=30, trust_env=False, headers=headers) as client:
        client.fault(graph="ok", gsis="ok", store="ok")
        client.delete("/local/data").raise_for_status()
        yield client
        client.fault(graph="ok", store="ok")


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        pytest.param("2026-03-27", "2026-03-30", id="over the change to summer time"),
        pytest.param("2026-10-23", "2026-10-26", id="over the change to winter time"),
        pytest.param("2026-10-27", "2026-10-29", id="over 28 October"),
        pytest.param("2026-11-24", "2026-11-25", id="a Tuesday"),
        pytest.param("2026-12-24", "2026-12-28", id="over Christmas"),
        pytest.param("2027-04-29", "2027-05-05", id="over Easter and 1 May, six days"),
        pytest.param("2028-08-14", "2028-08-16", id="over 15 August"),
    ],
)
def test_the_desk_hears_of_every_day_up_to_the_next_working_one_before_seven(desk, sent, last):
    today, covered = date.fromisoformat(sent), date.fromisoformat(last)
    desk.set_clock(today, "10:00")
    first = desk.booked(covered, "09:00", 1)
    second = desk.booked(covered, "12:40", 2, kind="lip_reading")
    other = desk.booked(covered, "09:00", 3, centre=OTHER_CENTRE)
    following = desk.booked(_next_open_day(desk, covered), "09:00", 4)
    desk.ready(following)

    desk.set_clock(today, "18:29:30")
    desk.fire("send_interpreter_digest")
    assert desk.to(DESK) == []
    desk.set_clock(today, "18:30:05")
    [mail] = eventually(lambda: desk.to(DESK))

    assert mail["from"] == "mykeplive@kep.example"
    sent_at = datetime.fromisoformat(mail["sent_at"]).astimezone(ATHENS)
    assert f"{sent_at:%Y-%m-%d %H:%M}" == f"{today} 18:30"
    assert _references(mail["text"]) == [other, first, second]
    assert _references(mail["html"]) == [other, first, second]
    assert following not in mail["text"]
    desk.sign_in(5)
    assert desk.slots()["interpreter_opens_on"] == str(covered + DAY)
    assert desk.slots()["slots"][0]["starts_at"][:10] > last
    assert desk.slots(interpreter="")["slots"][0]["starts_at"][:10] == last
    refused = desk.ask(f"{covered}T10:00:00{sent_at:%z}", 6)
    assert (refused.status_code, refused.json()["code"]) == (422, "interpreter_closed")

    day = today
    while day < covered:
        for clock in ("18:45", "19:10", "23:59"):
            desk.set_clock(day, clock)
            desk.fire("send_interpreter_digest")
        day += DAY
    assert len(desk.to(DESK)) == 1
    assert desk.to(ADMINISTRATORS) == []


def _next_open_day(desk: Desk, after: date) -> date:
    slots = desk.slots()["slots"]
    return next(
        day for slot in slots if (day := date.fromisoformat(slot["starts_at"][:10])) > after
    )


def _references(text: str) -> list[str]:
    """Return the references in *text*, each once, in the order of their first mention."""
    return list(dict.fromkeys(re.findall(r"[A-Z]{3}-[A-Z0-9]{4}-[A-Z0-9]{3}", text)))


def test_a_week_has_one_digest_for_each_working_day(desk):
    """Monday 19 October 2026 to Sunday 25, on which the clocks change."""
    monday = date(2026, 10, 19)
    desk.set_clock(monday, "10:00")
    desk.fire("send_interpreter_digest")  # the evening before was nobody's

    for n in range(7):
        desk.set_clock(monday + n * DAY, "18:30:10")
        desk.fire("send_interpreter_digest")
        desk.set_clock(monday + n * DAY, "18:52")
        desk.fire("send_interpreter_digest")

    evenings = [
        f"{datetime.fromisoformat(mail['sent_at']).astimezone(ATHENS):%a %H:%M}"
        for mail in desk.to(DESK)
    ]
    assert evenings == [f"{day} 18:30" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]


TUESDAY, WEDNESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)


def test_the_attachments_hold_the_same_as_the_mail(desk):
    desk.set_clock(TUESDAY, "10:00")
    references = [desk.booked(WEDNESDAY, "09:00", 1), desk.booked(WEDNESDAY, "10:00", 2)]
    desk.ready(references[-1])
    desk.set_clock(TUESDAY, "18:31")
    [mail] = eventually(lambda: desk.to(DESK))

    files = {a["content_type"].partition(";")[0]: a["content"] for a in mail["attachments"]}
    table = base64.b64decode(files["text/csv"]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    calendar = icalendar.Calendar.from_ical(base64.b64decode(files["text/calendar"]))

    assert len(rows) == 3
    assert all(reference in table for reference in references)
    starts = [event["dtstart"].dt.astimezone(ATHENS) for event in calendar.walk("vevent")]
    assert [f"{start:%H:%M}" for start in starts] == ["09:00", "10:00"]
    everything = mail["text"] + mail["html"] + table + str(calendar.to_ical())
    for number in (1, 2):
        person = a_citizen(number)
        for secret in (person.tax_id, "123456", "maria@example.com", "6912345678"):
            assert secret not in everything


def test_a_digest_waits_for_graph_and_still_goes_before_seven(desk):
    desk.set_clock(TUESDAY, "10:00")
    desk.ready(desk.booked(WEDNESDAY))
    desk.fault(graph="down")
    for minute in (30, 40, 50, 57):
        desk.set_clock(TUESDAY, f"18:{minute}:01")
        desk.fire("send_interpreter_digest")
    assert desk.get("/api/health").json()["red"] == ["digest"]
    desk.fault(graph="ok")

    desk.set_clock(TUESDAY, "18:58:01")
    desk.fire("send_interpreter_digest")

    [mail] = desk.to(DESK)
    assert datetime.fromisoformat(mail["sent_at"]).astimezone(ATHENS).hour == 18
    desk.set_clock(TUESDAY, "18:59:30")
    assert desk.get("/api/health").json()["red"] == []
    assert desk.to(ADMINISTRATORS) == []


def test_a_digest_that_could_not_go_before_seven_goes_late_and_administrators_are_told(desk):
    desk.set_clock(TUESDAY, "10:00")
    reference = desk.booked(WEDNESDAY)
    desk.ready(reference)
    desk.fault(graph="throttled")
    for clock in ("18:30:01", "18:59:01", "19:00:01", "19:40:01"):
        desk.set_clock(TUESDAY, clock)
        desk.fire("send_interpreter_digest")
    desk.fault(graph="ok")
    desk.set_clock(TUESDAY, "19:41:01")
    for _ in range(3):
        desk.fire("send_interpreter_digest")

    [mail] = desk.to(DESK)
    [notice] = desk.to(ADMINISTRATORS)
    assert reference in mail["text"]
    assert "19:4" in notice["text"]


def test_without_graph_the_link_is_missing_and_a_correction_brings_it(desk):
    desk.set_clock(TUESDAY, "18:25")
    desk.fault(graph="down")
    reference = desk.booked(WEDNESDAY)
    desk.set_clock(TUESDAY, "18:31")
    desk.fire("send_interpreter_digest")
    assert desk.to(DESK) == []
    desk.fault(graph="ok")
    desk.fire("send_interpreter_digest")
    [mail] = desk.to(DESK)
    assert reference in mail["text"]
    assert "teams.microsoft.com" not in mail["text"]

    desk.set_clock(TUESDAY, "19:45")
    desk.fire("sweep_outbox")

    _, correction = eventually(lambda: desk.to(DESK) if len(desk.to(DESK)) == 2 else None)
    assert reference in correction["subject"]
    desk.sign_in()
    assert desk.shown(reference)["join_url"] in correction["text"]


def test_a_cancelled_and_a_moved_appointment_are_corrected_at_once(desk):
    desk.set_clock(TUESDAY, "10:00")
    cancelled, moved = desk.booked(WEDNESDAY, "17:00", 1), desk.booked(WEDNESDAY, "18:00", 2)
    desk.ready(moved)
    desk.set_clock(TUESDAY, "18:31")
    eventually(lambda: desk.to(DESK))

    desk.sign_in(1)
    desk.post(f"/api/v1/bookings/{cancelled}/cancel", json={}).raise_for_status()
    desk.sign_in(2)
    wish = {"starts_at": f"{THURSDAY}T09:00:00+02:00"}
    desk.post(f"/api/v1/bookings/{moved}/reschedule", json=wish).raise_for_status()
    corrections = eventually(lambda: desk.to(DESK)[1:] if len(desk.to(DESK)) == 3 else None)

    assert sorted(_references(mail["subject"])[0] for mail in corrections) == sorted(
        [cancelled, moved]
    )
    desk.set_clock(WEDNESDAY, "18:31")
    eventually(lambda: len(desk.to(DESK)) == 4)
    assert _references(desk.to(DESK)[-1]["text"]) == [moved]


def test_an_answer_reaches_the_calendar_and_the_citizen(desk):
    desk.set_clock(TUESDAY, "10:00")
    reference = desk.booked(WEDNESDAY)
    desk.ready(reference)
    desk.set_clock(TUESDAY, "18:31")
    [mail] = eventually(lambda: desk.to(DESK))
    [link] = set(re.findall(r"/api/interpreter/[^\s<>\"]+", mail["html"]))
    desk.cookies.clear()

    page = desk.get(link)
    assert page.status_code == 200
    desk.sign_in()
    assert desk.shown(reference)["interpreter_status"] == "asked"
    form = {"answer": "acknowledged", "name": "Ελένη Νικολάου"}
    for _ in range(2):
        assert desk.post(link, data=form).status_code == 303

    assert desk.shown(reference)["interpreter_status"] == "acknowledged"
    eventually(lambda: "θα παραστεί" in str(desk.get("/local/events").json()))
    to_citizen = eventually(lambda: desk.to("maria@example.com")[1:])
    assert len(to_citizen) == 1
    assert desk.get(link[:-3] + "xyz").status_code == 404
    desk.post(f"/api/v1/bookings/{reference}/cancel", json={}).raise_for_status()
    assert desk.get(link).status_code == 410
    late = desk.post(link, data={"answer": "unavailable"}, follow_redirects=True)
    assert late.status_code == 410
    assert desk.shown(reference)["interpreter_status"] == "acknowledged"


def test_what_nobody_answers_is_told_to_the_kep_in_the_morning(desk):
    desk.set_clock(TUESDAY, "10:00")
    reference = desk.booked(WEDNESDAY)
    desk.ready(reference)
    desk.set_clock(TUESDAY, "18:31")
    eventually(lambda: desk.to(DESK))
    desk.set_clock(WEDNESDAY, "07:29")
    desk.fire("watch_interpreter_requests")
    assert desk.to(f"{CENTRE}@kep.example") == []

    desk.set_clock(WEDNESDAY, "07:31")
    for _ in range(2):
        desk.fire("watch_interpreter_requests")

    [notice] = eventually(lambda: desk.to(f"{CENTRE}@kep.example"))
    assert reference in notice["text"]
