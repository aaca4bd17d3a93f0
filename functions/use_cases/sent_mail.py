"""Whether a mail went whose answer was lost."""

from datetime import datetime

from functions.domain.errors import OutsideFailure
from functions.ports import Ports


def was_sent(sender: str, message_id: str, attempted_at: datetime, ports: Ports) -> bool:
    """
    Look for the mail in the mailbox that it was to leave from.

    After hours in vain (`rules.yaml`) suppose that it did not go: two copies are better
    than none.

    Raises:
        OutsideFailure: The look-up failed, and that time has not passed yet.
    """
    try:
        return ports.mailbox.sent(sender, message_id)
    except OutsideFailure:
        if ports.now() - attempted_at < ports.catalog.rules.sent_lookup_limit:
            raise
        return False
