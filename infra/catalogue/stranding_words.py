"""What is said, in Greek and in English, of a change that would strand appointments."""

from collections.abc import Mapping
from typing import Literal

from functions.domain.catalog import Text

Code = Literal[
    "service_gone",
    "name_gone",
    "municipality_gone",
    "centre_gone",
    "code_changed",
    "closed_early",
    "field_gone",
    "fewer_desks",
    "fewer_hours",
    "slot_length",
]

WORDS: Mapping[Code, Text] = {
    # ── refused ──
    "service_gone": Text(
        el="η υπηρεσία «{slug}» χάθηκε, ενώ ραντεβού και σύνδεσμοι την ονομάζουν. Αν δεν"
        " προσφέρεται πια, επαναφέρετε το αρχείο και γράψτε σε αυτό retired (on, reason,"
        " replaced_by). Αν άλλαξε όνομα, γράψτε στο renamed.yaml: services: {{{slug}: νέο-όνομα}}.",
        en="the service “{slug}” is gone, while appointments and links name it. If it is no longer"
        " offered, put the file back and write retired in it (on, reason, replaced_by). If it was"
        " renamed, write in renamed.yaml: services: {{{slug}: new-name}}.",
    ),
    "name_gone": Text(
        el="η γραμμή «{old}: {present}» χάθηκε, ενώ ραντεβού και σύνδεσμοι κρατούν το παλιό όνομα."
        " Επαναφέρετέ τη.",
        en="the line “{old}: {present}” is gone, while appointments and links keep the old name."
        " Put it back.",
    ),
    "municipality_gone": Text(
        el="ο Δήμος «{slug}» χάθηκε, ενώ τα ΚΕΠ του έχουν ραντεβού. Επαναφέρετέ τον· αν τα ΚΕΠ του"
        " σταματούν, γράψτε closed στα αρχεία τους.",
        en="the municipality “{slug}” is gone, while its KEPs have appointments. Put it back; if"
        " its KEPs stop, write closed in their files.",
    ),
    "centre_gone": Text(
        el="το ΚΕΠ χάθηκε (ή άλλαξε όνομα αρχείου), και μαζί του τα ραντεβού του. Επαναφέρετε το"
        " αρχείο και γράψτε closed: {{on: {day}}} ή αργότερα· το αρχείο μένει για πάντα.",
        en="the centre is gone (or its file was renamed), and its appointments with it. Put the"
        " file back and write closed: {{on: {day}}} or later; the file stays for ever.",
    ),
    "code_changed": Text(
        el="άλλαξαν τα γράμματα {letters}, με τα οποία αρχίζουν οι κωδικοί των ραντεβού του: δεν θα"
        " βρίσκονταν πια. Γράψτε ξανά code: {letters}.",
        en="the letters {letters} were changed, with which the references of its appointments"
        " begin: they would no longer be found. Write code: {letters} again.",
    ),
    "closed_early": Text(
        el="κλείνει πριν από ραντεβού που μπορεί να έχουν κλειστεί ήδη, έως και {last}. Γράψτε"
        " closed: {{on: {day}}} ή αργότερα.",
        en="it closes before appointments that can have been booked already, until {last}. Write"
        " closed: {{on: {day}}} or later.",
    ),
    # ── asked ──
    "field_gone": Text(
        el="δεν παρέχει πια το πεδίο «{field}», ενώ έως και {day} μπορεί να έχουν κλειστεί ραντεβού"
        " για αυτό. Αν υπάρχουν, μένουν όπως είναι· ενημερώστε το ΚΕΠ να τα εξυπηρετήσει.",
        en="it no longer offers the field “{field}”, while appointments for it can have been booked"
        " until {day}. If there are any, they stand; ask the KEP to serve them.",
    ),
    "fewer_desks": Text(
        el="δέχεται λιγότερες κλήσεις την ίδια ώρα ({before} → {after}). Αν μια ώρα έχει ήδη"
        " περισσότερα ραντεβού, μένουν όλα· το ΚΕΠ πρέπει να τα προλάβει.",
        en="it takes fewer calls at the same time ({before} → {after}). If a time has more"
        " appointments already, all of them stand; the KEP has to manage them.",
    ),
    "fewer_hours": Text(
        el="{count} ώρες που κλείνονται ήδη δεν υπάρχουν πια (πρώτη: {first:%Y-%m-%d %H:%M}, έως"
        " {last}). Αν έχουν ραντεβού, μένουν όπως είναι· το ΚΕΠ πρέπει να τα εξυπηρετήσει ή να"
        " ζητήσει από τους πολίτες να τα αλλάξουν.",
        en="{count} times that can be booked already are gone (the first: {first:%Y-%m-%d %H:%M},"
        " until {last}). If they have appointments, these stand; the KEP has to serve them or to"
        " ask the citizens to move them.",
    ),
    "slot_length": Text(
        el="άλλαξε η διάρκεια του ραντεβού. Όσα έχουν κλειστεί δεν ταιριάζουν στις νέες ώρες, και"
        " δίπλα τους μπορεί να κλειστούν άλλα. Κάντε το μόνο όταν δεν υπάρχει κανένα.",
        en="the length of an appointment has changed. Those that are booked do not fit the new"
        " times, and others can be booked over them. Do it only when there are none.",
    ),
}
