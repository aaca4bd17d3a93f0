"""Each alert has a heading on the page that says what to do."""

from pathlib import Path

from infra.azure_checks.runbooks_check import alert_names, runbook_faults
from infra.azure_checks.scope import Scope
from infra.azure_checks.syntax import parse
from tests.azure.planting import AZURE

ALERTS = Scope(parse(AZURE / "alerts.bicep"))


def test_the_alerts_are_these() -> None:
    assert set(alert_names(ALERTS)) == {
        *("digest", "errors", "graph", "health", "log-cap"),
        *("outbox", "poison", "quiet", "secret-expiry"),
    }


def test_an_alert_without_a_heading_in_one_language_is_found(tmp_path: Path) -> None:
    headings = "".join(f"## Words {{#{name}}}\n" for name in alert_names(ALERTS))
    for language, text in (("el", headings), ("en", headings.replace("{#poison}", ""))):
        page = tmp_path / language / "operate" / "alerts.md.j2"
        page.parent.mkdir(parents=True)
        page.write_text(text, "utf-8")

    (fault,) = runbook_faults(ALERTS, tmp_path)

    assert fault.says == "operate/alerts has no heading {#poison} in each language"
