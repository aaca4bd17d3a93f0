"""
The requests of a digest or of a correction as a file for the interpreters' calendar.

No reminder: whoever opens the file plans the work of others.
"""

from collections.abc import Iterable
from datetime import datetime

from functions.domain.calendar_file import CalendarItem, Method, calendar_event, calendar_file
from functions.domain.desk_lines import DeskLine

LABEL = "Βιντεοκλήση (Microsoft Teams)"


def desk_calendar(
    method: Method, lines: Iterable[DeskLine], stamped_at: datetime, domain: str
) -> bytes:
    """Return the .ics file of *lines*; *domain* is that of the KEPs' mailboxes."""
    items = (_item(line, stamped_at, domain) for line in lines)
    return calendar_file(method, (calendar_event(method, item) for item in items))


def _item(line: DeskLine, stamped_at: datetime, domain: str) -> CalendarItem:
    name, told = line.centre.name.el, line.told
    return CalendarItem(
        uid=f"{told.reference}@{domain}",
        sequence=told.sequence,
        stamped_at=stamped_at,
        slot=told.slot,
        organizer=(name, line.mailbox),
        summary=f"{line.kind}: {name} – {told.reference}",
        description=_description(line),
        join_url=told.join_url,
        join_label=LABEL,
    )


def _description(line: DeskLine) -> tuple[str, ...]:
    facts = {
        "Κωδικός ραντεβού": line.told.reference,
        "Υπηρεσία": line.service,
        "E-mail του ΚΕΠ": line.mailbox,
        "Απάντηση": line.answer_url,
    }
    return tuple(f"{name}: {value}" for name, value in facts.items() if value)
