"""What the pages show on which a centre or a time is chosen: in booking and in moving."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from functions.domain.booking import Interpreter, Language
from functions.domain.catalog import Centre
from functions.domain.slot import Slot
from functions.domain.timetable import DAY
from functions.domain.words_for_time import day_in_words, hour_in_words
from functions.ports import Ports
from functions.triggers.appointment_views import MINUTE
from functions.use_cases.list_free_slots import offers_now, open_days, timetable_at


def centres_by_region(service: str, language: Language, ports: Ports) -> list[dict[str, str]]:
    """Return the centres that offer *service* now, with the regions as headings between them."""
    catalog = ports.catalog

    def region(centre: Centre) -> str:
        return catalog.municipalities[centre.municipality].region.in_language(language)

    known = catalog.centres_offering(service)
    offering = [each for each in known if offers_now(each.slug, service, ports)]
    ordered = sorted(offering, key=lambda c: (region(c), c.name.in_language(language)))
    items: list[dict[str, str]] = []
    for group, centres in groupby(ordered, key=region):
        items.append({"group": group})
        items.extend(
            {"value": each.slug, "label": each.name.in_language(language)} for each in centres
        )
    return items


def days_to_choose(slots: Sequence[Slot], language: Language) -> list[dict[str, Any]]:
    """Return *slots*, which are in order, by day."""
    return [
        {
            "label": day_in_words(day, language),
            "slots": [
                {"value": slot.starts_at.isoformat(), "label": hour_in_words(slot.starts_at)}
                for slot in of_day
            ],
        }
        for day, of_day in groupby(slots, key=lambda slot: slot.starts_at.date())
    ]


def minutes_of(slots: Sequence[Slot]) -> int:
    """Return how many minutes an appointment takes; 0 where none is free."""
    return (slots[0].ends_at - slots[0].starts_at) // MINUTE if slots else 0


def closed_days(
    centre: Centre, wanted: Interpreter | None, language: Language, ports: Ports
) -> dict[str, str] | None:
    """Return which days can no longer be had with an interpreter, if there are any (R11)."""
    timetable = timetable_at(centre, ports)
    opens, first = timetable.window(ports.now())[0], open_days(timetable, wanted, ports)[0]
    if first == opens:
        return None
    return {
        "until": day_in_words(first - DAY, language),
        "hour": f"{ports.catalog.rules.digest_opens:%H:%M}",
    }


def when(moment: datetime, language: Language) -> dict[str, str]:
    """Return a time as a form sends it, its day and its hour."""
    return {
        "value": moment.isoformat(),
        "day": day_in_words(moment.date(), language),
        "hour": hour_in_words(moment),
    }
