"""Mistakes with which an alert would stay silent, or nobody would hear it."""

from tests.azure.mistakes import ALERTS, Mistake

TOLD = "actions: { actionGroups: [operators.id] }"

RULES = {
    "an alert that tells nobody": Mistake(
        ALERTS, "actions: [{ actionGroupId: operators.id }]", "actions: []", "nobody is told"
    ),
    "an alert of the log that tells nobody": Mistake(
        ALERTS, TOLD, "actions: { actionGroups: [] }", "nobody is told"
    ),
    "an alert of the log without actions": Mistake(
        ALERTS, f"      {TOLD}\n", "", "nobody is told", at="resource logAlertRules"
    ),
    "rules of the log for some alone": Mistake(
        ALERTS,
        "  for alert in logAlerts: {",
        "  for alert in logAlerts: if (alert.severity > 5) {",
        "logAlertRules: there should be no `if`",
    ),
    "rules of the log for the first alone": Mistake(
        ALERTS,
        "  for alert in logAlerts: {",
        "  for alert in take(logAlerts, 1): {",
        "logAlertRules: each should be logAlerts",
    ),
    "an alert that is off": Mistake(
        ALERTS,
        "enabled: true\n    severity: 0",
        "enabled: false\n    severity: 0",
        "the alert should be enabled: true",
    ),
    "a severity that there is not": Mistake(
        ALERTS, "severity: 2\n", "severity: 9\n", "9 is no severity"
    ),
    "somebody gets up for nothing": Mistake(
        ALERTS,
        "    name: 'graph'\n    severity: 2\n",
        "    name: 'graph'\n    severity: 0\n",
        "'graph' is this week on the page",
        at="    severity: 0\n    says: 'Microsoft 365",
    ),
    "nobody gets up for the digest": Mistake(
        ALERTS,
        "    name: 'digest'\n    severity: 0\n",
        "    name: 'digest'\n    severity: 1\n",
        "'digest' is at once on the page",
        at="    severity: 1\n    says: 'The interpreters",
    ),
    "a window that Azure does not take": Mistake(
        ALERTS, "over: 'PT30M'", "over: 'PT31M'", "'PT31M' is none of PT1M, PT5M"
    ),
    "a time that is none": Mistake(
        ALERTS, "every: 'PT15M'", "every: '15m'", "'15m' is none of PT1M, PT5M"
    ),
    "an alert that does not look at every line": Mistake(
        ALERTS,
        "every: 'PT15M'\n    over: 'PT1H'",
        "every: 'PT2H'\n    over: 'PT1H'",
        "looks every PT2H at the last PT1H, and not between",
    ),
    "an alert without a runbook": Mistake(
        ALERTS,
        "its certificate ends soon. ${runbooks}#health'",
        "its certificate ends soon.'",
        "the description should end with ${runbooks}#health",
    ),
    "an alert with another's runbook": Mistake(
        ALERTS,
        "${runbooks}#log-cap'",
        "${runbooks}#graph'",
        "the description should end with ${runbooks}#log-cap",
    ),
    "an alert with another's query": Mistake(
        ALERTS,
        "loadTextContent('alerts/errors.kql')",
        "loadTextContent('alerts/poison.kql')",
        "the query of errors should be loadTextContent('alerts/errors.kql')",
    ),
}

QUERIES = {
    "an operator that there is not": Mistake(
        "alerts/graph.kql", "| summarize", "| sumarize", "there is no operator sumarize; is it"
    ),
    "a comma that is missing": Mistake(
        "alerts/graph.kql", "(401, 403)", "(401 403)", "something is missing between 401 and 403"
    ),
    "a parenthesis that is missing": Mistake(
        "alerts/errors.kql", "count()", "count(", "a parenthesis does not end", at="| where failed"
    ),
    "a string that does not end": Mistake(
        "alerts/errors.kql", '"request"', '"request', "a string does not end"
    ),
    "a column that there is not": Mistake(
        "alerts/graph.kql",
        "(message)",
        "(mesage)",
        "there is no column mesage here; is it message?",
    ),
    "a column that is gone": Mistake(
        "alerts/graph.kql",
        "where refused > 0",
        "where severityLevel > 0",
        "there is no column severityLevel here",
    ),
    "a function that there is not in a query": Mistake(
        "alerts/graph.kql", "countif(", "count_if(", "there is no function count_if(); is it"
    ),
    "a word that a field never has": Mistake(
        "alerts/digest.kql",
        '"closed"',
        '"close"',
        "digest_state is never 'close'; is it closed?",
    ),
    "a field that other events have": Mistake(
        "alerts/graph.kql", "d.throttled", "d.outbox_age_s", "graph never says outbox_age_s"
    ),
    "a function of the app that there is not": Mistake(
        "alerts/errors.kql",
        '"show_health"',
        '"show_helth"',
        "function is never 'show_helth'; is it show_health?",
    ),
    "a time zone that there is not": Mistake(
        "alerts/digest.kql",
        "Europe/Athens",
        "Europe/Athina",
        "there is no time zone Europe/Athina; is it Europe/Athens?",
    ),
    "a span of time that is none": Mistake(
        "alerts/digest.kql", "18h", "18hours", "18hours is no span of time"
    ),
    "a field by another name of the line": Mistake(
        "alerts/errors.kql",
        'extend d = parse_json(message)\n| where d.event == "request"',
        'extend line = todynamic(message)\n| where line.evnt == "request"',
        "the log has no evnt",
        at="| where",
    ),
    "an event in brackets": Mistake(
        "alerts/errors.kql",
        'd.event == "request"',
        'd["event"] in ("requests")',
        "nothing logs the event requests; is it request?",
    ),
    "an event in any letters": Mistake(
        "alerts/errors.kql",
        'd.event == "request"',
        'tostring(d.event) in~ ("Requests")',
        "nothing logs the event Requests",
    ),
    "an event on the left": Mistake(
        "alerts/errors.kql",
        'd.event == "request"',
        '"requests" == d.event',
        "nothing logs the event requests",
    ),
    "an event that is kept first": Mistake(
        "alerts/errors.kql",
        '| where d.event == "request"',
        '| extend kind = tostring(d.event)\n| where kind == "requests"',
        "nothing logs the event requests",
        at="| where kind",
    ),
    "a word of Azure that it never writes": Mistake(
        "alerts/log-cap.kql", '"Ingestion"', '"Ingest"', "Category is never 'Ingest'"
    ),
    "an operator in the dashboard": Mistake(
        "workbook.json", "| order by day desc", "| ordr by day desc", "there is no operator ordr"
    ),
}
