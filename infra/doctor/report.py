"""The report: outcomes put into words, Greek and English, as text or as JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from infra.doctor.findings import Finding, Outcome

LANGUAGES = ("el", "en")
WORDS = Path(__file__).with_name("words.yaml")
PARTS = ("what", "means", "mend")


@cache
def words() -> dict[str, Any]:
    """Return the words by part of the report."""
    content: dict[str, Any] = yaml.safe_load(WORDS.read_text("utf-8"))
    return content


def as_document(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the report for a program."""
    return {
        "well": all(outcome.is_well for outcome in outcomes),
        "checks": [_check(outcome) for outcome in outcomes],
        "look": words()["look"],
    }


def _check(outcome: Outcome) -> dict[str, Any]:
    state = "well" if outcome.is_well else "ill" if outcome.findings else "waits"
    return {
        "check": outcome.check,
        "title": words()["checks"][outcome.check],
        "state": state,
        "waits_for": outcome.waits_for,
        "findings": [explained(finding) for finding in outcome.findings],
    }


def explained(finding: Finding) -> dict[str, Any]:
    """Return everything there is to say about *finding*, by language where it is words."""
    entry = words()["findings"][finding.code]
    blanks = {"who": entry["who"]}
    return {
        "code": finding.code,
        "facts": dict(finding.facts),
        "is_fault": finding.is_fault,
        **blanks,
        **{part: _filled(entry[part], finding.facts) for part in PARTS},
        "command": entry.get("command", "").format(**finding.facts).strip(),
    }


def _filled(texts: Mapping[str, str], facts: Mapping[str, str]) -> dict[str, str]:
    return {language: texts[language].format(**facts) for language in LANGUAGES}


def as_text(outcomes: Sequence[Outcome], languages: Iterable[str] = LANGUAGES) -> str:
    """Return the report for a person, in *languages*."""
    chosen = tuple(languages)
    lines = [line for outcome in outcomes for line in _lines(outcome, chosen)]
    return "\n".join([*lines, "", *_ending(outcomes, chosen), ""])


def _lines(outcome: Outcome, languages: tuple[str, ...]) -> Iterator[str]:
    title = " / ".join(words()["checks"][outcome.check][each] for each in languages)
    yield f"{_mark(outcome)} {title}{_waiting(outcome, languages)}"
    for finding in outcome.findings:
        entry = explained(finding)
        for language in languages:
            yield from _sentences(entry, language)
        yield from (f"    > {line}" for line in entry["command"].splitlines())


def _mark(outcome: Outcome) -> str:
    return "✓" if outcome.is_well else "✗" if outcome.findings else "–"


def _waiting(outcome: Outcome, languages: tuple[str, ...]) -> str:
    if outcome.waits_for is None:
        return ""
    label, checks = words()["labels"]["waits"], words()["checks"]
    return " " + " / ".join(
        f"({label[each]}: {checks[outcome.waits_for][each]})" for each in languages
    )


def _sentences(entry: Mapping[str, Any], language: str) -> Iterator[str]:
    labels = {part: words()["labels"][part][language] for part in ("means", "who", "mend")}
    who = words()["who"][entry["who"]][language]
    yield f"    {entry['what'][language]}"
    yield f"      {labels['means']}: {entry['means'][language]}"
    if entry["is_fault"]:
        yield f"      {labels['who']}: {who}"
    yield f"      {labels['mend']}: {entry['mend'][language]}"


def _ending(outcomes: Sequence[Outcome], languages: tuple[str, ...]) -> Iterator[str]:
    labels = words()["labels"]
    verdict = labels["well" if all(one.is_well for one in outcomes) else "ill"]
    yield " / ".join(verdict[each] for each in languages)
    yield ""
    yield " / ".join(labels["look"][each] for each in languages)
    for item in words()["look"]:
        yield f"- {' / '.join(item['what'][each] for each in languages)}"
        yield from (f"    > {line}" for line in item["command"].strip().splitlines())
