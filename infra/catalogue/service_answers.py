"""What is typed about a new service, read into values, or refused with a plain word."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from decimal import Decimal

from functions.adapters.yaml_marks import FORBIDDEN
from functions.domain.service import AMOUNT

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
LATIN = re.compile(r"[A-Za-z]")


class Refused(ValueError):
    """What was typed cannot be taken; the message says why, Greek / English."""


def text(line: str) -> str:
    """Return what was typed, if it is something that can be read."""
    if not line:
        raise Refused("χρειάζεται απάντηση / an answer is needed")
    if FORBIDDEN.search(line):
        raise Refused("έχει αόρατο χαρακτήρα ή tab / it has an invisible character or a tab")
    return line


def greek(line: str) -> str:
    """Return a Greek text."""
    if not GREEK.search(text(line)):
        raise Refused("γράψτε το στα ελληνικά / write it in Greek")
    return line


def english(line: str) -> str:
    """Return an English text; Greek names may stand in it."""
    if not LATIN.search(text(line)):
        raise Refused("γράψτε το στα αγγλικά / write it in English")
    return line


def words(line: str) -> tuple[str, ...]:
    """Return what stands between commas."""
    found = tuple(filter(None, (word.strip() for word in text(line).split(","))))
    if not found:
        raise Refused("χρειάζεται μία λέξη τουλάχιστον / one word at least is needed")
    return found


def both_languages(line: str) -> Mapping[str, str]:
    """Return a text that was typed as `Greek | English`."""
    el, bar, en = (part.strip() for part in text(line).partition("|"))
    if not bar:
        raise Refused("γράψτε ελληνικά | αγγλικά / write Greek | English")
    return {"el": greek(el), "en": english(en)}


def amount(line: str) -> int | float:
    """Return an amount in euros, as a number that is written as it was typed."""
    if not AMOUNT.fullmatch(line):
        raise Refused("γράψτε ένα ποσό όπως 147 ή 2.04 / write an amount such as 147 or 2.04")
    number = Decimal(line)
    if number != number.to_integral_value():
        return float(number)
    return int(number)


def days(line: str) -> int:
    """Return a number of days, of at most four digits."""
    if not re.fullmatch("[1-9][0-9]{0,3}", line):
        raise Refused("γράψτε έναν αριθμό όπως 15 / write a number such as 15")
    return int(line)


def six_digits(line: str) -> str:
    """Return a number of the national registry."""
    if not re.fullmatch("[0-9]{6}", line):
        raise Refused("γράψτε έξι ψηφία / write six digits")
    return line


def free_slug(taken: Container[str]) -> Callable[[str], str]:
    """Return the reader of a file name that is in form and not *taken*."""

    def read(line: str) -> str:
        if not SLUG.fullmatch(line):
            raise Refused(
                "μόνο πεζά λατινικά, ψηφία και παύλες / "
                "lower-case Latin letters, digits and hyphens only"
            )
        if line in taken:
            raise Refused("υπάρχει ήδη, ή υπήρξε / there is or was one of this name")
        return line

    return read


def chosen(line: str, options: Sequence[str]) -> str:
    """Return the option that was typed, or whose number was; anything else as it is."""
    if re.fullmatch("[0-9]{1,3}", line) and 1 <= int(line) <= len(options):
        return options[int(line) - 1]
    return line


def one_of(options: Container[str]) -> Callable[[str], str]:
    """Return the reader of one of the *options*."""

    def read(line: str) -> str:
        if line not in options:
            raise Refused("διαλέξτε έναν αριθμό από τη λίστα / choose a number from the list")
        return line

    return read
