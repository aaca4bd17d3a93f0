"""The digest's alarm leaves time to telephone, and its times are the same wherever they stand."""

import re
from datetime import time
from pathlib import Path

import pytest

from functions.domain.digest import ALARM, DEADLINE

ROOT = Path(__file__).parents[2]
AZURE, PAGES = ROOT / "infra" / "azure", ROOT / "site" / "pages"
TEN_MINUTES = 10


def minutes(one):
    return one.hour * 60 + one.minute


def section(language):
    """Return what the page of alerts says of the digest."""
    text = (PAGES / language / "operate" / "alerts.md.j2").read_text("utf-8")
    return text.partition("{: #digest }")[2].partition("\n## ")[0]


def test_the_alarm_comes_when_the_domain_says():
    query = (AZURE / "alerts" / "digest.kql").read_text("utf-8")
    [(hour, minute)] = re.findall(r">= (\d+)h \+ (\d+)m", query)

    assert time(int(hour), int(minute)) == ALARM


def test_the_alarm_is_looked_for_every_minute():
    rules = (AZURE / "alerts.bicep").read_text("utf-8")
    [every] = re.findall(r"digest\.kql'\)(?:\s*//.*)*\s*every: '(\w+)'", rules)

    assert every == "PT1M"


@pytest.mark.parametrize(("language", "words"), [("el", "ως τις"), ("en", "gone by")])
def test_there_is_time_to_look_and_to_telephone(language, words):
    text = section(language)
    [(hour, minute)] = re.findall(rf"\*\*.*{words} (\d+):(\d+)", text)
    by = time(int(hour), int(minute))

    assert f"{ALARM:%H:%M}" in text
    assert minutes(ALARM) + TEN_MINUTES <= minutes(by) <= minutes(DEADLINE) - TEN_MINUTES
