"""Greek words for a request for an interpreter, as the KEP and the interpreters' desk read them."""

from dataclasses import dataclass

from functions.domain.booking import Interpreter, InterpreterStatus
from functions.domain.interpretation import Change

CAMERA_ON = "Κάμερα ανοιχτή"  # circular R7

KINDS: dict[Interpreter, str] = {
    Interpreter.SIGN_LANGUAGE: "Διερμηνέας ΕΝΓ",
    Interpreter.LIP_READING: "Διερμηνέας χειλεανάγνωσης",
}

STANDS: dict[InterpreterStatus, str] = {
    InterpreterStatus.ASKED: "ζητήθηκε",
    InterpreterStatus.ACKNOWLEDGED: "θα παραστεί",
    InterpreterStatus.UNAVAILABLE: "δεν υπάρχει διαθέσιμος",
}


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """
    How a correction tells of a change: *title* in the subject, *sentence* in the mail.

    *voids* says that the links which the desk has are not to be used any more.
    """

    title: str
    sentence: str
    voids: bool = True


CHANGES: dict[Change, ChangeWords] = {
    Change.ADDED: ChangeWords(
        "νέο αίτημα",
        "Είναι νέο αίτημα: δεν υπάρχει στη λίστα που λάβατε για αυτή την ημέρα.",
        voids=False,
    ),
    Change.CANCELLED: ChangeWords(
        "ακυρώθηκε",
        "Το ραντεβού ακυρώθηκε. Δεν χρειάζεται διερμηνέας.",
    ),
    Change.WITHDRAWN: ChangeWords(
        "δεν χρειάζεται διερμηνέας",
        "Το ραντεβού θα γίνει χωρίς διερμηνέα: δεν χρειάζεται πια.",
    ),
    Change.MOVED: ChangeWords(
        "μεταφέρθηκε",
        "Το ραντεβού μεταφέρθηκε.",
    ),
    Change.MOVED_AWAY: ChangeWords(
        "μεταφέρθηκε σε άλλη ημέρα",
        "Το ραντεβού μεταφέρθηκε σε άλλη ημέρα.",
    ),
    Change.KIND: ChangeWords(
        "άλλη υποστήριξη",
        "Άλλαξε το είδος της υποστήριξης.",
    ),
    Change.LINK: ChangeWords(
        "σύνδεσμος της κλήσης",
        "Ο σύνδεσμος της κλήσης είναι νέος: δεν τον είχατε ως τώρα.",
        voids=False,
    ),
    Change.RENEWED: ChangeWords(
        "χρειάζεται νέα απάντηση",
        "Το ραντεβού άλλαξε και μετά έγινε πάλι όπως ήταν. Χρειάζεται νέα απάντησή σας.",
    ),
}
