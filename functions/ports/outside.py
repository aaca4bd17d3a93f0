"""What leaves the building: calendars, mails, text messages, and the queue's pointer."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from functions.domain.projection import Bounce, CalendarEntry, Event, Message


class Calendar(Protocol):
    """The KEPs' calendars and Teams meetings (Microsoft Graph)."""

    def create(self, centre: str, entry: CalendarEntry) -> Event:
        """
        Put *entry* into the calendar of *centre*, with a Teams meeting.

        Repeating it with the same `entry_id` returns the event that is there.

        Raises:
            Unreachable: No usable answer; it may have been created.
            NotThereYet: It stands there, but its meeting has no link yet.
            Gone: It was made once and then deleted; another `entry_id` makes a new one.
            Rejected: The calendar refused it.
        """
        ...

    def secure(self, centre: str, event: Event) -> None:
        """
        Give the meeting its rules; harmless to repeat.

        Everybody but the centre's officers waits in the lobby (circular R4),
        recording and transcription are off (R6), chat is on (R9).

        Raises:
            NotThereYet: Teams does not show the meeting yet.
            Unreachable, Rejected: As above.
        """
        ...

    def change(self, centre: str, event: Event, entry: CalendarEntry) -> None:
        """
        Give *event* the time, subject and categories of *entry*; harmless to repeat.

        Its body stays as it was first written, and its meeting keeps its link.

        Raises:
            Gone: Somebody has deleted it.
            Unreachable, Rejected: As above.
        """
        ...

    def remove(self, centre: str, event: Event) -> None:
        """
        Take *event* out of the calendar and those of the officers, if it is still there.

        Raises:
            Unreachable, Rejected: As above.
        """
        ...


SERVICE_MAILBOX = "mykeplive"  # sends what comes from no centre: the digest, notices


class Mailbox(Protocol):
    """The mailboxes: *sender* is the slug of a centre, or `SERVICE_MAILBOX`."""

    def send(self, sender: str, message: Message) -> None:
        """
        Send *message* from the mailbox of *sender* and keep a copy there.

        Raises:
            Unreachable: No usable answer; it may have been sent.
            Rejected: The mailbox refused it, as it does anything over 4 MB.
        """
        ...

    def sent(self, sender: str, message_id: str) -> bool:
        """
        Tell whether a copy with this id is in the mailbox of *sender*.

        Raises:
            Unreachable, Rejected: The look-up failed; nothing is known.
        """
        ...

    def bounces(self, sender: str) -> Sequence[Bounce]:
        """
        Return the latest reports that a mail of *sender* could not be delivered.

        Raises:
            Unreachable, Rejected: The look-up failed.
        """
        ...


class Texts(Protocol):
    """Text messages (SMS) to mobile telephones."""

    @property
    def is_on(self) -> bool:
        """Whether there is a gateway; without one `send` does nothing."""
        ...

    def send(self, message_id: str, to: str, text: str) -> None:
        """
        Send *text* to the number *to* (E.164: `+306912345678`).

        Repeating a *message_id* sends nothing a second time.

        Raises:
            Unreachable: No usable answer; it may have been sent.
            Rejected: The gateway refused it.
        """
        ...


class Nudge(Protocol):
    """A pointer that saves waiting: somebody reconciles *reference* soon."""

    def __call__(self, reference: str, delay: timedelta = timedelta()) -> None:
        """Post it. Never raises: a failure is logged, and the sweep finds the work."""
        ...
