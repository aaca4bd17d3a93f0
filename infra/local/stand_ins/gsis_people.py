"""
The people of TAXISnet: whoever has a tax number with a right check digit is one.

The name follows from the number, so the same number is the same person in every run.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from stdnum.exceptions import ValidationError
from stdnum.gr import vat
from world import Person

Thing = TypeVar("Thing")

WOMEN = ("ΜΑΡΙΑ", "ΕΛΕΝΗ", "ΑΙΚΑΤΕΡΙΝΗ", "ΒΑΣΙΛΙΚΗ", "ΣΟΦΙΑ", "ΑΓΓΕΛΙΚΗ", "ΓΕΩΡΓΙΑ", "ΔΗΜΗΤΡΑ")
MEN = ("ΓΕΩΡΓΙΟΣ", "ΙΩΑΝΝΗΣ", "ΚΩΝΣΤΑΝΤΙΝΟΣ", "ΔΗΜΗΤΡΙΟΣ", "ΝΙΚΟΛΑΟΣ", "ΠΑΝΑΓΙΩΤΗΣ", "ΧΡΗΣΤΟΣ")
SURNAMES = (
    ("ΠΑΠΑΔΟΠΟΥΛΟΣ", "ΠΑΠΑΔΟΠΟΥΛΟΥ"),
    ("ΝΙΚΟΛΑΪΔΗΣ", "ΝΙΚΟΛΑΪΔΟΥ"),
    ("ΓΕΩΡΓΙΟΥ", "ΓΕΩΡΓΙΟΥ"),
    ("ΔΗΜΗΤΡΙΑΔΗΣ", "ΔΗΜΗΤΡΙΑΔΟΥ"),
    ("ΒΛΑΧΟΣ", "ΒΛΑΧΟΥ"),
    ("ΑΓΓΕΛΟΠΟΥΛΟΣ", "ΑΓΓΕΛΟΠΟΥΛΟΥ"),
    ("ΚΑΡΑΓΙΑΝΝΗΣ", "ΚΑΡΑΓΙΑΝΝΗ"),
    ("ΟΙΚΟΝΟΜΟΥ", "ΟΙΚΟΝΟΜΟΥ"),
    ("ΠΑΠΑΚΩΝΣΤΑΝΤΙΝΟΥ", "ΠΑΠΑΚΩΝΣΤΑΝΤΙΝΟΥ"),
    ("ΜΑΚΡΗΣ", "ΜΑΚΡΗ"),
)
# Whom the chooser offers by name.
OFFERED = ("123456783", "100000156", "100000088", "100000052", "100000027")
OLDEST, YOUNGEST = 1940, 2005


def tax_number(text: str) -> str:
    """Return the nine digits that *text* is, or nothing if its check digit is wrong."""
    try:
        return str(vat.validate(text))
    except ValidationError:
        return ""


def person(tax_id: str) -> Person:
    """Return the person with this tax number, named in capitals as TAXISnet does."""
    draw = hashlib.sha256(tax_id.encode()).digest()
    is_woman = draw[0] % 2 == 1
    surname = _one(SURNAMES, draw[1])
    return Person(
        tax_id=tax_id,
        first_name=_one(WOMEN if is_woman else MEN, draw[2]),
        last_name=surname[1] if is_woman else surname[0],
        father_name=_one(MEN, draw[3]),
        mother_name=_one(WOMEN, draw[4]),
        birth_year=str(OLDEST + draw[5] % (YOUNGEST - OLDEST)),
    )


def people() -> tuple[Person, ...]:
    """Return those whom the chooser offers."""
    return tuple(person(tax_id) for tax_id in OFFERED)


def _one(things: Sequence[Thing], number: int) -> Thing:
    return things[number % len(things)]
