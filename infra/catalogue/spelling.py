"""
Check the spelling of everything that we publish, with hunspell.

    python -m infra.catalogue.spelling build/site      (make spelling)

A Greek word is looked up in the Greek dictionary and a Latin one in the English one,
whatever the language of the text around it; a word of both alphabets is a slip of the
keyboard. `catalog_data/spelling/el.txt` and `en.txt` hold the right words that no
dictionary has; in small letters they hold for capitals too.
"""

import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from functions.adapters.catalog_files import CATALOG_DATA
from infra.catalogue.published_words import GREEK, Piece, of_catalogue, of_functions, of_pages

DICTIONARIES = {"el": "el_GR", "en": "en_GB"}
LATIN = re.compile("[A-Za-z]")
ACUTE = "\u0301"
MISSING = (
    "Για το «make spelling» χρειάζονται το hunspell και τα λεξικά el_GR και en_GB / "
    "“make spelling” needs hunspell and the dictionaries el_GR and en_GB "
    "(Debian: apt-get install hunspell hunspell-el hunspell-en-gb)\n"
)
UNKNOWN = "{place}: άγνωστη λέξη «{word}» / unknown word “{word}”\n"
HINT = (
    "Διορθώστε τις λέξεις ή, όσες είναι σωστές, γράψτε τες στο {folder}/el.txt ή en.txt / "
    "Mend the words, or write those that are right to {folder}/el.txt or en.txt\n"
)

# The words among some that the dictionary of a language does not have.
Unknown = Callable[[str, Collection[str]], Collection[str]]


class NoHunspell(Exception):
    """Hunspell or one of its dictionaries is not there."""


def hunspell(language: str, words: Collection[str]) -> Collection[str]:
    """
    Return those of *words* that the dictionary of *language* does not have.

    Raises:
        NoHunspell: It is not installed, or the dictionary is not.
    """
    program = shutil.which("hunspell")
    if program is None:
        raise NoHunspell
    done = subprocess.run(  # noqa: S603 (our own arguments)
        [program, "-i", "UTF-8", "-d", DICTIONARIES[language], "-l"],
        input="\n".join(sorted(words)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise NoHunspell
    return frozenset(done.stdout.splitlines())


def looked_up(word: str) -> str:
    """
    Return *word* as dictionaries have it.

    An English genitive loses its ending; a second accent, which a Greek word gets before
    «του» or «σας», is taken off.

    >>> looked_up("ίδρυσή"), looked_up("KEP’s")
    ('ίδρυση', 'KEP')
    """
    bare = re.sub("['’]s$", "", word)
    letters = unicodedata.normalize("NFD", bare)
    if GREEK.search(bare) and letters.count(ACUTE) > 1:
        before, _, after = letters.rpartition(ACUTE)
        letters = before + after
    return unicodedata.normalize("NFC", letters)


def misspelt(words: Collection[str], known: Collection[str], unknown: Unknown) -> Collection[str]:
    """Return those of *words* that neither a dictionary nor the list of *known* ones has."""
    forms = {word: looked_up(word) for word in words}
    open_ = {form for form in forms.values() if not {form, form.lower()} & set(known)}
    wrong = {form for form in open_ if GREEK.search(form) and LATIN.search(form)}
    greek = {form for form in open_ - wrong if GREEK.search(form)}
    wrong |= {*unknown("el", greek)} | {*unknown("en", open_ - wrong - greek)}
    return {word for word, form in forms.items() if form in wrong}


def report(
    sources: Sequence[Piece], pages: Sequence[Piece], known: Collection[str], unknown: Unknown
) -> Iterator[str]:
    """Yield a line for each place of a wrong word; of pages the first, if no source has it."""
    places = _places(sources), _places(pages)
    for word in sorted(misspelt({*places[0], *places[1]}, known, unknown)):
        pieces = places[0].get(word) or places[1][word][:1]
        for place in dict.fromkeys(piece.place(word) for piece in pieces):
            yield UNKNOWN.format(place=place, word=word)


def _places(pieces: Sequence[Piece]) -> Mapping[str, list[Piece]]:
    places: dict[str, list[Piece]] = {}
    for piece in pieces:
        for word in piece.words():
            places.setdefault(word, []).append(piece)
    return places


def known_words(folder: Path) -> Collection[str]:
    """Return the words of the lists in *folder*, one a line."""
    return {
        word
        for language in DICTIONARIES
        for word in (folder / f"{language}.txt").read_text("utf-8").split()
    }


def main(site: Path, unknown: Unknown = hunspell) -> int:
    """Print what is wrong in the catalogue, the functions and the built *site*."""
    catalogue = Path(CATALOG_DATA.name)
    lists = catalogue / "spelling"
    sources = [*of_catalogue(catalogue), *of_functions(Path("functions"))]
    try:
        lines = list(report(sources, list(of_pages(site)), known_words(lists), unknown))
    except NoHunspell:
        sys.stdout.write(MISSING)
        return 1
    sys.stdout.writelines([*lines, *([HINT.format(folder=lists)] if lines else [])])
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
