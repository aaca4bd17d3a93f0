"""
The requests of a digest as a table for a spreadsheet (CSV).

As Excel in Greek opens it by a double click: UTF-8 with a byte order mark, semicolons, and
days as it reads them. What a spreadsheet would run as a formula is kept as text.
https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
from collections.abc import Callable, Iterable
from io import StringIO

from functions.domain.desk_lines import DeskLine

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # and their wide forms

COLUMNS: dict[str, Callable[[DeskLine], object]] = {
    "Κωδικός": lambda line: line.told.reference,
    "ΚΕΠ": lambda line: line.centre.name.el,
    "Ημέρα": lambda line: f"{line.told.slot.starts_at:%d/%m/%Y}",
    "Από": lambda line: line.starts,
    "Έως": lambda line: line.ends,
    "Λεπτά": lambda line: line.minutes,
    "Υποστήριξη": lambda line: line.kind,
    "Υπηρεσία": lambda line: line.service,
    "Σύνδεσμος Teams": lambda line: line.told.join_url,
    "E-mail του ΚΕΠ": lambda line: line.mailbox,
    "Τηλέφωνο του ΚΕΠ": lambda line: line.centre.telephone,
    "Απάντηση": lambda line: line.answer_url,
}


def desk_table(lines: Iterable[DeskLine]) -> bytes:
    """Return the file: a header row, then one row a line."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(column(line)) for column in COLUMNS.values()] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
