"""Ids in the shapes that Exchange and Teams give them: opaque, long, safe in a path."""

import base64
import secrets
from urllib.parse import quote


def item_id() -> str:
    """Return the id of an item in a mailbox."""
    return "AAMkAG" + base64.urlsafe_b64encode(secrets.token_bytes(84)).decode()


def change_key() -> str:
    """Return the key of an item's version."""
    return base64.b64encode(secrets.token_bytes(15)).decode()


def thread_id() -> str:
    """Return the id of a meeting's chat."""
    name = base64.urlsafe_b64encode(secrets.token_bytes(36)).decode().rstrip("=")
    return f"19:meeting_{name}@thread.v2"


def meeting_id(organizer_id: str, thread: str) -> str:
    """Return the id of the meeting that *organizer_id* (an object id) holds in *thread*."""
    return base64.urlsafe_b64encode(f"1*{organizer_id}*0**{thread}".encode()).decode()


def join_address(tenant: str, organizer_id: str, thread: str) -> str:
    """Return the link by which people join."""
    context = f'{{"Tid":"{tenant}","Oid":"{organizer_id}"}}'
    # Teams writes these escapes in small letters.
    path = quote(thread, safe="").replace("%3A", "%3a")
    query = quote(context, safe="").replace("%7B", "%7b").replace("%7D", "%7d")
    query = query.replace("%3A", "%3a").replace("%2C", "%2c")
    return f"https://teams.microsoft.com/l/meetup-join/{path}/0?context={query}"
