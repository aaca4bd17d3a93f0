"""
The log of a booking: who did what and when (circular R13).

Each entry carries the hash of the one before it, so that none can be changed or
dropped unseen. It names people by pseudonym only, so erasing a person's data
leaves the chain valid.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

START = ""  # what the first entry follows


def entry(
    action: str, actor: str, at: datetime, facts: Mapping[str, Any], follows: str = START
) -> dict[str, Any]:
    """Return the row of a log entry; *follows* is the hash of the entry before it."""
    content: dict[str, Any] = {
        "action": action,
        "actor": actor,
        "at": at.isoformat(),
        "facts": dict(facts),
        "follows": follows,
    }
    return content | {"hash": digest(content)}


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an entry without its own hash, in hexadecimal."""
    bare = {name: value for name, value in content.items() if name != "hash"}
    canonical = json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
