"""The tables and queues in Bicep are those that the code uses, and the reverse."""

from functools import cache

from functions.adapters.queue_nudge import QUEUE
from functions.adapters.table_store import TABLE
from infra.azure_checks.app_functions import app_functions
from infra.azure_checks.scope import Scope, resource_type
from infra.azure_checks.similar import close_to
from infra.azure_checks.syntax import Fault, entry, literal, value_of

TABLES = "Microsoft.Storage/storageAccounts/tableServices/tables"
QUEUES = "Microsoft.Storage/storageAccounts/queueServices/queues"
POISON = "-poison"  # the host's name for the queue of messages that it gave up


@cache
def used_queues() -> frozenset[str]:
    """Return the queues that the code posts to or reads, with their poison queues."""
    triggers = [
        binding["queueName"]
        for bindings in app_functions().values()
        for binding in bindings
        if "queueName" in binding
    ]
    return frozenset({QUEUE, *triggers, *(name + POISON for name in triggers)})


def storage_faults(scope: Scope) -> list[Fault]:
    """Return the tables and queues too many and too few."""
    return [
        *_compared(scope, TABLES, {TABLE}, "table"),
        *_compared(scope, QUEUES, set(used_queues()), "queue"),
    ]


def _compared(scope: Scope, kind: str, wanted: set[str], called: str) -> list[Fault]:
    nodes = [
        found
        for declaration in scope.resources.values()
        if resource_type(declaration).startswith(f"{kind}@")
        and (found := entry(value_of(declaration), "name")) is not None
    ]
    lacking = wanted - {literal(node) for node in nodes}
    return [
        *(
            scope.source.fault(
                node,
                f"nothing uses the {called} {literal(node)}{close_to(str(literal(node)), lacking)}",
            )
            for node in nodes
            if literal(node) not in wanted
        ),
        *(
            scope.source.fault(scope.source.root, f"the {called} {name} is missing")
            for name in sorted(lacking)
        ),
    ]
