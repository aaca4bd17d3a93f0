"""
The wording of every refusal and field error, by code, in Greek and English.

Wording is data: the codes are part of the contract, the sentences may change. A test
proves that every code that can leave the building has both.
"""

from collections.abc import Mapping
from typing import NamedTuple

from functions.domain.booking import Language


class Wording(NamedTuple):
    """One sentence in both languages."""

    el: str
    en: str

    def in_language(self, language: Language) -> str:
        return self.el if language == "el" else self.en


# code of a refusal → its title (RFC 9457)
TITLES: Mapping[str, Wording] = {
    "sign_in_required": Wording("Χρειάζεται σύνδεση", "Sign in first"),
    "forbidden": Wording("Δεν επιτρέπεται", "Not allowed"),
    "not_found": Wording("Δεν βρέθηκε", "Not found"),
    "invalid": Wording("Κάτι λείπει ή δεν είναι σωστό", "Something is missing or not right"),
    "not_json": Wording("Το αίτημα δεν είναι JSON", "The request is not JSON"),
    "too_large": Wording("Το αίτημα είναι πολύ μεγάλο", "The request is too large"),
    "not_offered": Wording(
        "Το ΚΕΠ αυτό δεν προσφέρει την υπηρεσία", "This centre does not offer the service"
    ),
    "outside_hours": Wording("Η ώρα αυτή δεν προσφέρεται", "This time is not offered"),
    "idempotency_mismatch": Wording(
        "Το ίδιο Idempotency-Key με άλλο περιεχόμενο", "The same Idempotency-Key with another body"
    ),
    "slot_taken": Wording("Η ώρα αυτή μόλις κλείστηκε", "This time has just been taken"),
    "already_booked": Wording(
        "Υπάρχει ήδη ραντεβού την ίδια ημέρα", "There is already an appointment on that day"
    ),
    "too_many": Wording("Πολλά ραντεβού", "Too many appointments"),
    "hold_gone": Wording("Η κράτηση της ώρας έληξε", "The hold has ended"),
    "paused": Wording("Παύση μετά από ραντεβού που χάθηκαν", "A pause after missed appointments"),
    "interpreter_closed": Wording(
        "Για την ημέρα αυτή δεν γίνεται πια να ζητηθεί διερμηνέας",
        "An interpreter can no longer be asked for on this day",
    ),
    "too_late": Wording("Το ραντεβού δεν αλλάζει πια", "The appointment can no longer be changed"),
    "link_ended": Wording("Ο σύνδεσμος δεν ισχύει πια", "The link no longer holds"),
    "slow_down": Wording("Πολλά αιτήματα μαζί", "Too many requests at once"),
    "try_again": Wording("Δοκιμάστε ξανά σε λίγο", "Try again shortly"),
}

# code of a refusal → what the reader can do
DETAILS: Mapping[str, Wording] = {
    "sign_in_required": Wording(
        "Συνδεθείτε και δοκιμάστε ξανά.",
        "Sign in and try again.",
    ),
    "forbidden": Wording(
        "Το αίτημα δεν ήρθε από σελίδα του myKEPlive, ή αφορά κάτι που δεν είναι στα δικά σας"
        " καθήκοντα. Ανοίξτε τη σελίδα ξανά.",
        "The request did not come from a page of myKEPlive, or it is about something outside of"
        " your duties. Open the page again.",
    ),
    "not_found": Wording(
        "Ελέγξτε τη διεύθυνση ή τον κωδικό του ραντεβού.",
        "Check the address or the reference of the appointment.",
    ),
    "invalid": Wording(
        "Διορθώστε τα πεδία που αναφέρονται. Δεν αποθηκεύτηκε τίποτα.",
        "Correct the fields that are named. Nothing was stored.",
    ),
    "not_json": Wording("Στείλτε ένα αντικείμενο JSON σε UTF-8.", "Send one JSON object in UTF-8."),
    "too_large": Wording("Το όριο είναι 64 KB.", "The limit is 64 KB."),
    "not_offered": Wording(
        "Διαλέξτε άλλο ΚΕΠ ή άλλη υπηρεσία. Οι διαδικασίες για επιχειρήσεις προσφέρονται μόνο"
        " στα ΚΕΠ-ΕΚΕ.",
        "Choose another centre or service. Procedures for businesses are offered at KEP-EKE only.",
    ),
    "outside_hours": Wording(
        "Διαλέξτε μια ώρα από τη λίστα διαθεσιμότητας.", "Choose a time from the availability list."
    ),
    "idempotency_mismatch": Wording(
        "Για νέο αίτημα στείλτε νέο Idempotency-Key.",
        "Send a new Idempotency-Key for a new request.",
    ),
    "slot_taken": Wording(
        "Διαλέξτε μία από τις κοντινότερες ελεύθερες ώρες.", "Choose one of the nearest free times."
    ),
    "already_booked": Wording(
        "Μπορείτε να έχετε ένα ραντεβού την ημέρα σε κάθε ΚΕΠ. Διαλέξτε άλλη ημέρα ή άλλο ΚΕΠ.",
        "You can have one appointment a day at each centre. Choose another day or centre.",
    ),
    "too_many": Wording(
        "Έχετε ήδη όσα επερχόμενα ραντεβού επιτρέπονται. Μετά από ένα από αυτά μπορείτε να"
        " κλείσετε νέο.",
        "You already have as many coming appointments as allowed. After one of them you can book"
        " again.",
    ),
    "hold_gone": Wording("Διαλέξτε ξανά ώρα.", "Choose a time again."),
    "paused": Wording(
        "Δεν παρουσιαστήκατε σε περισσότερα από ένα πρόσφατα ραντεβού, και άλλοι περίμεναν για"
        " αυτές τις ώρες. Για λίγο διάστημα δεν μπορείτε να κλείσετε νέο. Αν πιστεύετε ότι έγινε"
        " λάθος, γράψτε στο ΚΕΠ.",
        "You missed more than one recent appointment, and others were waiting for those times. For"
        " a while you cannot book another one. If you think that this is a mistake, write to the"
        " centre.",
    ),
    # Circular R11.
    "interpreter_closed": Wording(
        "Τα αιτήματα για διερμηνέα στέλνονται κάθε απόγευμα στο Εθνικό Ίδρυμα Κωφών, για όλες τις"
        " ημέρες έως και την επόμενη εργάσιμη. Διαλέξτε μία από τις επόμενες ώρες, ή την ίδια"
        " ημέρα χωρίς διερμηνέα.",
        "Requests for interpreters are sent to the National Foundation for the Deaf every evening,"
        " for all days up to and including the next working day. Choose one of the next times, or"
        " the same day without an interpreter.",
    ),
    "too_late": Wording(
        "Το ραντεβού αρχίζει σε λίγο, έγινε ήδη ή έχει ακυρωθεί. Επικοινωνήστε με το ΚΕΠ.",
        "The appointment begins soon, is over or has been cancelled. Contact the centre.",
    ),
    "link_ended": Wording(
        "Το ραντεβού άλλαξε, ακυρώθηκε ή έγινε ήδη. Αν άλλαξε, υπάρχει νεότερο μήνυμα με νέο"
        " σύνδεσμο.",
        "The appointment was changed or cancelled, or is over. If it was changed, there is a newer"
        " e-mail with a new link.",
    ),
    "slow_down": Wording(
        "Από τη σύνδεσή σας στο διαδίκτυο ήρθαν πολλά αιτήματα σε ένα λεπτό, ίσως και από άλλους"
        " που τη μοιράζονται. Περιμένετε λίγα δευτερόλεπτα και δοκιμάστε ξανά.",
        "Many requests came from your internet connection within a minute, perhaps also from others"
        " who share it. Wait a few seconds and try again.",
    ),
    "try_again": Wording(
        "Το σύστημα είναι απασχολημένο. Δεν χάθηκε τίποτα: στείλτε ξανά το ίδιο αίτημα.",
        "The system is busy. Nothing was lost: send the same request again.",
    ),
}

# What `not_offered` says of a service that is retired: the day and the catalogue's reason follow.
RETIRED_TITLE = Wording("Η υπηρεσία δεν προσφέρεται πια", "The service is no longer offered")
RETIRED_DETAIL = Wording("Από {on} δεν προσφέρεται. {reason}", "Not offered since {on}. {reason}")

# code of a field error → what is wrong and how to mend it
FIELD_ERRORS: Mapping[str, Wording] = {
    "required": Wording("Συμπληρώστε αυτό το πεδίο.", "Fill in this field."),
    "unknown_field": Wording("Άγνωστο πεδίο.", "Unknown field."),
    "too_long": Wording("Το κείμενο είναι πολύ μεγάλο.", "The text is too long."),
    "not_a_choice": Wording("Διαλέξτε μία από τις επιλογές.", "Choose one of the options."),
    "wrong_type": Wording("Η τιμή έχει λάθος τύπο.", "The value has the wrong type."),
    "invalid_value": Wording("Η τιμή δεν είναι σωστή.", "The value is not right."),
    "invalid_characters": Wording(
        "Το κείμενο έχει χαρακτήρες που δεν επιτρέπονται.",
        "The text has characters that are not allowed.",
    ),
    "time_without_offset": Wording(
        "Η ώρα χρειάζεται ζώνη (π.χ. +02:00 ή Z).",
        "The time needs an offset (such as +02:00 or Z).",
    ),
    "invalid_time": Wording(
        "Γράψτε ημερομηνία και ώρα κατά ISO 8601.", "Write the date and time in ISO 8601."
    ),
    "invalid_day": Wording(
        "Γράψτε την ημέρα ως ΕΕΕΕ-ΜΜ-ΗΗ, για παράδειγμα 2026-11-24.",
        "Write the day as YYYY-MM-DD, for example 2026-11-24.",
    ),
    "before_from": Wording(
        "Η τελευταία ημέρα είναι πριν από την πρώτη.", "The last day is before the first."
    ),
    "invalid_email": Wording(
        "Γράψτε μια διεύθυνση e-mail, για παράδειγμα onoma@example.com.",
        "Enter an e-mail address, for example name@example.com.",
    ),
    "invalid_mobile": Wording(
        "Γράψτε έναν αριθμό κινητού, για παράδειγμα 691 234 5678. Για αριθμό άλλης χώρας ξεκινήστε"
        " με + και τον κωδικό της.",
        "Enter a mobile number, for example 691 234 5678. For another country start with + and"
        " its code.",
    ),
    "invalid_tax_id": Wording(
        "Ο ΑΦΜ έχει εννέα ψηφία και αυτός δεν είναι σωστός. Ελέγξτε τα ψηφία.",
        "A tax number (AFM) has nine digits and this one is not right. Check the digits.",
    ),
    "invalid_document_number": Wording(
        "Γράψτε τον αριθμό όπως φαίνεται στο έγγραφο: 4 έως 20 γράμματα και ψηφία.",
        "Enter the number as on the document: 4 to 20 letters and digits.",
    ),
    "unknown_centre": Wording("Δεν υπάρχει τέτοιο ΚΕΠ.", "There is no such centre."),
    "unknown_service": Wording("Δεν υπάρχει τέτοια υπηρεσία.", "There is no such service."),
    "not_applicable": Wording(
        "Η υπηρεσία αυτή δεν αφορά επιχειρήσεις.", "This service is not for businesses."
    ),
}

# (field, code) → a sentence that names what is asked; elsewhere `FIELD_ERRORS` speaks.
ERRORS_OF_FIELD: Mapping[tuple[str, str], Wording] = {
    ("centre", "not_a_choice"): Wording("Διαλέξτε ένα ΚΕΠ.", "Choose a centre."),
    ("interpreter", "not_a_choice"): Wording(
        "Πείτε μας αν θέλετε διερμηνέα.", "Say whether you want an interpreter."
    ),
    ("time", "not_a_choice"): Wording("Διαλέξτε ημέρα και ώρα.", "Choose a day and time."),
    ("represents", "not_a_choice"): Wording(
        "Διαλέξτε αν ενεργείτε για εσάς ή για επιχείρηση.",
        "Choose whether you act for yourself or for a business.",
    ),
    ("who", "not_a_choice"): Wording(
        "Διαλέξτε για ποιον είναι το ραντεβού.", "Choose who the appointment is for."
    ),
    ("kind", "not_a_choice"): Wording(
        "Διαλέξτε ποιο έγγραφο θα δείξετε στην κάμερα.",
        "Choose which document will be shown to the camera.",
    ),
    ("number", "required"): Wording(
        "Γράψτε τον αριθμό του εγγράφου.", "Enter the number of the document."
    ),
    ("first_name", "required"): Wording("Γράψτε το όνομα.", "Enter the first name."),
    ("last_name", "required"): Wording("Γράψτε το επώνυμο.", "Enter the last name."),
    ("name", "required"): Wording(
        "Γράψτε την επωνυμία της επιχείρησης.", "Enter the name of the business."
    ),
    ("tax_id", "required"): Wording(
        "Γράψτε τον ΑΦΜ της επιχείρησης.", "Enter the tax number of the business."
    ),
    ("capacity", "required"): Wording(
        "Γράψτε με ποια ιδιότητα εκπροσωπείτε την επιχείρηση.",
        "Enter in what capacity you represent the business.",
    ),
    ("email", "required"): Wording("Γράψτε τη διεύθυνση e-mail σας.", "Enter your e-mail address."),
    ("mobile", "required"): Wording(
        "Γράψτε τον αριθμό του κινητού σας.", "Enter your mobile number."
    ),
    ("notes", "too_long"): Wording("Γράψτε έως 500 χαρακτήρες.", "Write up to 500 characters."),
}


def wording_of_error(field: str, code: str) -> Wording:
    """Return what to say of a field: its own sentence, the code's, or that of the refusal."""
    own = ERRORS_OF_FIELD.get((field, code)) or FIELD_ERRORS.get(code)
    return own or Wording(
        f"{TITLES[code].el}. {DETAILS[code].el}", f"{TITLES[code].en}. {DETAILS[code].en}"
    )
