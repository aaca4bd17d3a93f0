"""Probes of what is ours alone: keys, accounts of the centres, clock and time zone."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

from functions.domain.slot import ATHENS
from infra.doctor.findings import CannotTell, Finding, listed
from infra.doctor.patient import Patient
from infra.doctor.vault import SOON

CLOCK_LIMIT = timedelta(seconds=5)
CITIZEN_KEY_CHARS = 32
# The hours at which Greece changes its clocks (Directive 2000/84/EC), and how far it is
# from UTC before and after.
CHANGES = (
    (datetime(2026, 3, 29, 1, tzinfo=UTC), 2, 3),
    (datetime(2026, 10, 25, 1, tzinfo=UTC), 3, 2),
    (datetime(2027, 3, 28, 1, tzinfo=UTC), 2, 3),
    (datetime(2027, 10, 31, 1, tzinfo=UTC), 3, 2),
)
MOMENT = timedelta(seconds=1)


def keys(patient: Patient) -> Iterator[Finding]:
    """Whether the keys are such, and none does two jobs."""
    settings = patient.settings
    sets = {"SESSION_KEYS": settings.session_keys, "DATA_KEYS": settings.data_keys}
    for name, values in sets.items():
        if not all(map(_is_key, values)):
            yield Finding("key_unusable", {"setting": name})
    if set(settings.session_keys) & set(settings.data_keys):
        yield Finding("keys_shared")
    if len(settings.citizen_key) < CITIZEN_KEY_CHARS:
        yield Finding("citizen_key_short", {"count": str(CITIZEN_KEY_CHARS)})


def _is_key(text: str) -> bool:
    from cryptography.fernet import Fernet

    try:
        Fernet(text)
    except ValueError:
        return False
    return True


def secrets_end(patient: Patient) -> Iterator[Finding]:
    """Whether the day is near on which, as the settings say, the first secret ends."""
    ends, today = patient.settings.secrets_end, patient.now().date()
    if ends and ends - today < SOON:
        yield Finding("secrets_expire", {"day": ends.isoformat()})


def accounts(patient: Patient) -> Iterator[Finding]:
    """Whether the settings have an account, with officers, for every centre, and no other."""
    known, centres = patient.settings.centre_accounts, patient.centres()
    groups = {
        "account_missing": [slug for slug in centres if slug not in known],
        "account_unknown": [slug for slug in known if slug not in patient.catalog.centres],
        "officers_missing": [
            slug for slug in centres if slug in known and not known[slug].officers
        ],
    }
    for code, slugs in groups.items():
        if slugs:
            yield Finding(code, {"centres": listed(slugs)})


def clock(patient: Patient) -> Iterator[Finding]:
    """Whether this clock and that of Microsoft Graph agree; a `Date` counts whole seconds."""
    import httpx

    asked_at = patient.now()
    try:
        sent = patient.web.get(patient.settings.graph_endpoint).headers["Date"]
    except (httpx.HTTPError, httpx.InvalidURL, KeyError) as error:
        raise CannotTell(Finding("graph_down")) from error
    # It was sent between the question and the answer, however long that took.
    there, answered_at = parsedate_to_datetime(sent), patient.now()
    off = max(asked_at - there, there - answered_at)
    if off > CLOCK_LIMIT:
        yield Finding("clock", {"seconds": str(round(off.total_seconds()))})


def time_zone(_: Patient) -> Iterator[Finding]:
    """Whether the time-zone data know how Greece changes its clocks: the package and the system."""
    for source, zone in _zones():
        if not knows_greece(zone):
            yield Finding("time_zone", {"source": source})


def knows_greece(zone: ZoneInfo) -> bool:
    """Tell whether *zone* changes its clocks when Greece does."""
    return all(
        _hours(zone, moment - MOMENT) == before and _hours(zone, moment) == after
        for moment, before, after in CHANGES
    )


def _zones() -> Iterable[tuple[str, ZoneInfo]]:
    yield "Python", ATHENS
    with (files("tzdata.zoneinfo") / "Europe" / "Athens").open("rb") as file:
        yield "tzdata", ZoneInfo.from_file(file)
    for folder in TZPATH:
        path = Path(folder) / "Europe" / "Athens"
        if path.is_file():
            with path.open("rb") as file:
                yield str(path), ZoneInfo.from_file(file)


def _hours(zone: ZoneInfo, moment: datetime) -> float:
    offset = moment.astimezone(zone).utcoffset()
    return offset.total_seconds() / 3600 if offset is not None else 0.0
