"""
The words of the queries: those of the language that we use, those of the tables, and our own.

Another word of the language is a fault until it stands here; it is then looked up once.
https://learn.microsoft.com/kusto/query/
https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from zoneinfo import available_timezones

from functions.domain.log_line import EVENTS, METHODS
from functions.use_cases.check_health import CHECKS
from functions.use_cases.reconcile import STEPS
from infra.azure_checks.app_functions import app_functions

OPERATORS = frozenset(
    (
        *("distinct", "extend", "limit", "order", "project", "sort"),
        *("summarize", "take", "top", "where"),
    )
)
# Whose columns are those that they name, and no others.
ANEW = frozenset({"distinct", "project", "summarize"})
COMPARISONS = frozenset(
    (
        *("==", "!=", "=~", "!~", "in", "in~", "!in", "!in~"),
        *("has", "!has", "has_any", "has_cs", "contains", "!contains", "startswith", "endswith"),
    )
)
PARTIAL = frozenset({"has", "!has", "has_any", "has_cs"}) | {
    *("contains", "!contains", "startswith", "endswith")
}
KEYWORDS = COMPARISONS | {
    *("and", "or", "by", "asc", "desc", "nulls", "first", "last", "between", "true", "false")
}
PARSERS = frozenset({"parse_json", "todynamic"})
CASTS = frozenset({"tobool", "todouble", "toint", "tolong", "toreal", "tostring", "tolower"})
IN_ZONES = frozenset({"datetime_local_to_utc", "datetime_utc_to_local"})
FUNCTIONS = frozenset(
    (
        *(*PARSERS, *CASTS, *IN_ZONES),
        *("ago", "arg_max", "arg_min", "array_length", "avg", "bin", "case", "coalesce", "count"),
        *("countif", "datetime_part", "dcount", "endofday", "format_datetime", "hourofday"),
        *("iff", "isempty", "isnotempty", "isnotnull", "isnull", "make_list", "make_set", "max"),
        *("maxif", "min", "minif", "not", "now", "percentile", "round", "set_has_element"),
        *("startofday", "strcat", "sum", "sumif", "todatetime", "totimespan"),
    )
)
UNITS = frozenset({"d", "h", "m", "s", "ms", "microsecond", "tick"})

_EVERYWHERE = (
    *("timestamp", "itemType", "customDimensions", "itemId", "itemCount", "sdkVersion"),
    *("operation_Name", "operation_Id", "operation_ParentId", "operation_SyntheticSource"),
    *("session_Id", "user_Id", "application_Version", "appId", "appName", "iKey"),
    *("client_Type", "client_IP", "client_City", "client_CountryOrRegion", "client_Browser"),
    *("cloud_RoleName", "cloud_RoleInstance"),
)
TABLES: Mapping[str, AbstractSet[str]] = {
    "exceptions": frozenset(
        (
            *(*_EVERYWHERE, "problemId", "handledAt", "type", "message", "assembly", "method"),
            *("outerType", "outerMessage", "outerAssembly", "outerMethod", "innermostType"),
            *("innermostMessage", "innermostAssembly", "innermostMethod", "severityLevel"),
            *("details", "customMeasurements"),
        )
    ),
    "requests": frozenset(
        (
            *(*_EVERYWHERE, "id", "source", "name", "url", "success", "resultCode", "duration"),
            *("performanceBucket", "customMeasurements"),
        )
    ),
    "traces": frozenset((*_EVERYWHERE, "message", "severityLevel", "customMeasurements")),
    # https://learn.microsoft.com/azure/azure-monitor/logs/monitor-workspace
    "_LogOperation": frozenset(
        ("TimeGenerated", "Category", "Operation", "Level", "Detail", "_ResourceId")
    ),
}
# What Azure writes into its own columns, as far as we ask for it.
OF_COLUMNS: Mapping[str, AbstractSet[str]] = {
    "Category": {"Ingestion"},
    "Detail": {"OverQuota"},
}

# What each line of the log says, as functions/ writes it (tests/azure/test_log_fields.py).
FIELDS_OF: Mapping[str, AbstractSet[str]] = {
    "request": {"function", "method", "status", "reference", "duration_ms"},
    "reconcile_step": {"step", "status", "error", "reference", "duration_ms"},
    "digest": {"digest_day", "digest_state", "duration_ms"},
    "health": {"status", "red", "outbox_age_s", "secret_days", "duration_ms"},
    "graph": {
        *("method", "duration_ms", "graph_status", "error"),
        *("throttled", "retry_after_s"),
    },
}
# The status of a request is a number.
STATUS: Mapping[str, AbstractSet[str]] = {
    "health": {"green", "red"},
    "reconcile_step": {"done", "failed", "waits"},
}
DIGEST_STATES = frozenset({"none", "closing", "attempted", "closed"})


def values_of(field: str, events: Iterable[str]) -> AbstractSet[str] | None:
    """Return the words that *field* has in lines of *events*; None where any may stand."""
    if field == "status":
        return {word for event in events for word in STATUS.get(event, ())}
    return _values().get(field)


@cache
def _values() -> Mapping[str, AbstractSet[str]]:
    return {
        "digest_state": DIGEST_STATES,
        "event": frozenset(EVENTS),
        "function": frozenset(_web_functions()),
        "method": METHODS,
        "red": frozenset(CHECKS),
        "step": frozenset(step.__name__ for steps in STEPS.values() for step in steps),
        **OF_COLUMNS,
    }


def _web_functions() -> Iterable[str]:
    return (
        name
        for name, bindings in app_functions().items()
        if any(binding["type"] == "httpTrigger" for binding in bindings)
    )


@cache
def zones() -> AbstractSet[str]:
    """Return the names of time zones."""
    return available_timezones()
