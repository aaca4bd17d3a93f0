"""
The limits of Azure Tables, kept by both stores so that a test finds a row too many.

Table storage: 100 operations and 4 MiB a transaction, each on another row; keys of
at most 1 KiB without `/ \\ # ?` and control characters; a text of at most 32,768
UTF-16 units. https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
"""

import json
import re
from collections.abc import Sequence

from functions.ports import MAX_OPERATIONS, MAX_ROW_CHARS, Delete, Operation

FORBIDDEN_IN_KEYS = re.compile(r"[/\\#?\x00-\x1f\x7f-\x9f]")
LONGEST_KEY = 512


def check_operations(operations: Sequence[Operation]) -> None:
    """
    Refuse what table storage would refuse.

    Raises:
        ValueError: As `functions.ports.Store.commit` says.
    """
    if not 1 <= len(operations) <= MAX_OPERATIONS:
        raise ValueError(f"{len(operations)} operations in one commit")
    keys = [operation.key for operation in operations]
    if len(set(keys)) < len(keys):
        raise ValueError("a key twice in one commit")
    for operation in operations:
        _check_key(operation.key)
        if not isinstance(operation, Delete):
            _check_size(operation.key, json.dumps(operation.data, ensure_ascii=False))


def _check_key(key: str) -> None:
    if not key or len(key) > LONGEST_KEY or FORBIDDEN_IN_KEYS.search(key):
        raise ValueError(f"not a key: {key!r}")


def _check_size(key: str, data: str) -> None:
    if len(data.encode("utf-16-le")) // 2 > MAX_ROW_CHARS:
        raise ValueError(f"the row {key} is too large")
