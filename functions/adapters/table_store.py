"""
Rows in one Azure Storage table: production, and Azurite in the tests.

PartitionKey and RowKey are the port's partition and key; the document is JSON in
the one property `data`. A commit is an entity group transaction: all or nothing,
and its error names the first operation that failed. The SDK's own retries are off
for commits, because a repeated transaction whose first answer was lost would
look like a conflict.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from functions.adapters.row_limits import check_operations
from functions.ports import Conflict, Delete, Insert, Operation, Row, StoreBusy

TABLE = "mykeplive"
CONFLICTS = {404, 409, 412}
BUSY = {429, 500, 502, 503, 504}
TIMEOUTS: dict[str, Any] = {"connection_timeout": 3, "read_timeout": 10}


class TableStore:
    """
    A :class:`functions.ports.Store` over one table, reached on first use.

    Give a *connection* string (Azurite), or the *endpoint* of the table service, to
    which the app's managed identity, the one with the client id *identity*, has access, or
    whoever *credential* stands for.
    """

    def __init__(
        self,
        endpoint: str = "",
        connection: str = "",
        table: str = TABLE,
        identity: str = "",
        credential: Any = None,
    ) -> None:
        self._endpoint = endpoint
        self._identity = identity
        self._credential = credential
        self._connection = connection
        self._name = table

    @cached_property
    def _table(self) -> Any:
        # The SDK takes 0.1 s to import: not before the first request.
        from azure.data.tables import TableClient

        if self._connection:
            return TableClient.from_connection_string(
                self._connection, self._name, retry_total=0, **TIMEOUTS
            )
        from functions.adapters.managed_identity import ManagedIdentityCredential

        return TableClient(
            self._endpoint,
            self._name,
            credential=self._credential or ManagedIdentityCredential(self._identity),
            retry_total=0,
            **TIMEOUTS,
        )

    def create(self) -> None:
        """Make the table unless it is there (locally; in Azure, infra makes it)."""
        from azure.core.exceptions import ResourceExistsError

        try:
            self._table.create_table()
        except ResourceExistsError:
            return

    def get(self, partition: str, key: str) -> Row | None:
        from azure.core.exceptions import ResourceNotFoundError

        with _translated():
            try:
                return _row(self._table.get_entity(partition, key))
            except ResourceNotFoundError:
                return None

    def range(self, partition: str, first: str, past: str) -> Iterator[Row]:
        with _translated():
            found = self._table.query_entities(
                "PartitionKey eq @partition and RowKey ge @first and RowKey lt @past",
                parameters={"partition": partition, "first": first, "past": past},
            )
            # Drained here: pages may be short or empty, and an error must not come later.
            rows = [_row(entity) for page in found.by_page() for entity in page]
        return iter(rows)

    def commit(self, partition: str, operations: Sequence[Operation]) -> list[str]:
        from azure.data.tables import TableTransactionError

        check_operations(operations)
        steps = [_step(partition, operation) for operation in operations]
        with _translated():
            try:
                answers = self._table.submit_transaction(steps)
            except TableTransactionError as error:
                if error.status_code in CONFLICTS:
                    raise Conflict(error.index) from error
                raise
        return [str(answer.get("etag") or "") for answer in answers]


def _step(partition: str, operation: Operation) -> Any:
    from azure.core import MatchConditions
    from azure.data.tables import UpdateMode

    entity = {"PartitionKey": partition, "RowKey": operation.key}
    if not isinstance(operation, Delete):
        entity["data"] = json.dumps(operation.data, ensure_ascii=False)
    if isinstance(operation, Insert):
        return ("create", entity)
    condition = {"etag": operation.etag, "match_condition": MatchConditions.IfNotModified}
    if isinstance(operation, Delete):
        return ("delete", entity, condition)
    return ("update", entity, condition | {"mode": UpdateMode.REPLACE})


def _row(entity: Any) -> Row:
    return Row(entity["RowKey"], json.loads(entity["data"]), entity.metadata["etag"])


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the SDK's accidents that pass by themselves into `StoreBusy`."""
    from azure.core.exceptions import (
        AzureError,
        HttpResponseError,
        ServiceRequestError,
        ServiceResponseError,
    )

    try:
        yield
    except (ServiceRequestError, ServiceResponseError) as error:
        raise StoreBusy(type(error).__name__) from error
    except HttpResponseError as error:
        if error.status_code in BUSY:
            raise StoreBusy(str(error.status_code)) from error
        raise
    except AzureError as error:
        raise StoreBusy(type(error).__name__) from error
