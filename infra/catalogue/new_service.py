"""
Ask about a new service and write its file.

    python -m infra.catalogue.new_service          (make new-service)

Answers may also come from a pipe, one a line. Nothing is written before the last answer.
"""

import sys
import textwrap
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from functions.adapters.catalog_files import CATALOG_DATA, BrokenCatalog, load_catalog
from functions.domain.catalog import SERVICE_COUNTS, Catalog
from infra.catalogue.service_answers import Refused
from infra.catalogue.service_entry import entry_of
from infra.catalogue.service_questions import Answers, Question, next_question
from infra.catalogue.service_text import service_text

LABEL = 90  # characters of an option's label

START = """\
Νέα υπηρεσία. Ό,τι δεν δίνει πηγή το αφήνετε κενό. Ctrl-C: τέλος, χωρίς να γραφτεί τίποτα.
Μια πηγή που λείπει από τις λίστες γράφεται πρώτα στο sources.yaml.
A new service. What no source gives you leave empty. Ctrl-C: end, and nothing is written.
A source that the lists do not have is written to sources.yaml first.
"""
STOPPED = "\nΔιακόπηκε· δεν γράφτηκε τίποτα. / Stopped; nothing was written."
BROKEN = """\
Ο κατάλογος έχει ήδη λάθη· διορθώστε τα πρώτα (πρώτα η νέα υπηρεσία, μετά αποσύρετε την παλιά).
The catalogue has faults already; mend them first (first the new service, then retire the old one).
"""
NEXT = """
Γράφτηκε / written: {path}
Συμπληρώστε ό,τι άλλο δίνει πηγή (χρόνος, νομική βάση …), όπως λέει το catalog_data/README.md.
Μετά: make check, make run για να δείτε τη σελίδα, και pull request.
Add what else a source gives (time, legal basis …), as catalog_data/README.md says.
Then: make check, make run to see the page, and a pull request.
"""
COUNT = """
Η εγκύκλιος (R1) ορίζει {expected} υπηρεσίες εδώ, και τώρα είναι {found}: ο έλεγχος δεν θα περάσει.
Ή αποσύρετε άλλη υπηρεσία του πεδίου «{field}» (κλειδί retired στο αρχείο της), ή, αν άλλαξε η
εγκύκλιος, αλλάζουν μαζί το circular/ και το SERVICE_COUNTS στο functions/domain/catalog.py.
The circular (R1) says {expected} services here, and now there are {found}: the check will not pass.
Either retire another service of the field “{field}” (key `retired` in its file), or, if the
circular has changed, change circular/ and SERVICE_COUNTS in functions/domain/catalog.py together.
"""


class Console(Protocol):
    """Where the conversation takes place."""

    def say(self, text: str) -> None:
        """Show some lines."""

    def ask(self, prompt: str) -> str:
        """
        Return the line that is typed.

        Raises:
            EOFError, KeyboardInterrupt: There is none, and there will be none.
        """


class Terminal:
    """The terminal, or a pipe."""

    def say(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")

    def ask(self, prompt: str) -> str:
        return input(prompt)


def converse(console: Console, catalog: Catalog) -> Answers:
    """Ask until everything is known; what cannot be taken is asked again."""
    answers: dict[str, Any] = {}
    while question := next_question(answers, catalog):
        answers[question.key] = _answer(console, question)
    return answers


def _answer(console: Console, question: Question) -> Any:
    if len(question.options) == 1 and question.key == "purpose":
        return next(iter(question.options))
    console.say(f"\n{question.words[0]} / {question.words[1]}")
    for number, (value, label) in enumerate(question.options.items(), start=1):
        console.say(f"  {number:2}  {value}  {textwrap.shorten(label, LABEL, placeholder=' …')}")
    if question.many:
        return list(iter(lambda: _line(console, question), None))
    return _line(console, question)


def _line(console: Console, question: Question) -> Any:
    prompt = "(κενό: τίποτα / empty: none) > " if question.optional else "> "
    while True:
        line = console.ask(prompt).strip()
        if question.optional and not line:
            return None
        try:
            return question.value(line)
        except Refused as refused:
            console.say(f"  ✗ {refused}")


def write(path: Path, text: str) -> None:
    """Write a new file, all of it at once; the reader passes over names that begin with a dot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}")
    partial.write_text(text, "utf-8")
    partial.replace(path)


def advice(folder: Path, path: Path, answers: Answers, catalog: Catalog) -> str:
    """Return what the check says about the new file, and what to do next."""
    kind = (answers["field"], answers["purpose"])
    found = 1 + sum((one.field, one.purpose) == kind for one in catalog.services.values())
    expected = SERVICE_COUNTS[kind]
    faults = [f"{one}\n" for one in _faults(folder) if one.file == path.as_posix()]
    count = COUNT.format(expected=expected, found=found, field=kind[0])
    return "".join([NEXT.format(path=path), *faults, *([count] if found > expected else [])])


def _faults(folder: Path) -> Sequence[Any]:
    try:
        load_catalog(folder)
    except BrokenCatalog as broken:
        return broken.faults
    return ()


def main(console: Console, folder: Path, today: date) -> int:
    """Hold the conversation and write the file into *folder*; return the exit code."""
    try:
        catalog = load_catalog(folder)
    except BrokenCatalog as broken:
        console.say(BROKEN + str(broken))
        return 1
    console.say(START)
    try:
        answers = converse(console, catalog)
    except (EOFError, KeyboardInterrupt):
        console.say(STOPPED)
        return 130
    path = folder / "services" / answers["field"] / f"{answers['slug']}.yaml"
    write(path, service_text(entry_of(answers, catalog, today)))
    console.say(advice(folder, path, answers, catalog))
    return 0


if __name__ == "__main__":
    sys.exit(main(Terminal(), CATALOG_DATA, date.today()))  # noqa: DTZ011 (the editor's day)
