"""
What is said about each fault of the catalogue, in Greek and in English.

Three kinds of code: our own for files, pydantic's error types for values, and
our own for what no file can know alone. Braces are filled with the values at
hand. A test proves that every error type our models can raise is here.
"""

MESSAGES: dict[str, tuple[str, str]] = {
    # ── files ──
    "no_folder": ("λείπει ο φάκελος", "the folder is missing"),
    "no_file": ("λείπει το αρχείο", "the file is missing"),
    "stray_file": (
        "δεν έχει θέση εδώ· περιμένουμε αρχεία .yaml με πεζά λατινικά, ψηφία και παύλες",
        "does not belong here; .yaml files in lower-case Latin, digits and hyphens are expected",
    ),
    "stray_folder": (
        "δεν υπάρχει θεματικό πεδίο με δικές του υπηρεσίες και όνομα «{value}»",
        "there is no thematic field named “{value}” with services of its own",
    ),
    "not_utf8": (
        "το αρχείο δεν είναι UTF-8: το byte {byte:#04x} δεν διαβάζεται",
        "the file is not UTF-8: byte {byte:#04x} cannot be read",
    ),
    "empty_file": ("το αρχείο είναι κενό", "the file is empty"),
    "tab": ("στηλοθέτης (tab)· γράψτε κενά", "a tab; write spaces"),
    "invisible": ("αόρατος χαρακτήρας", "an invisible character"),
    "bad_yaml": ("δεν είναι σωστή YAML εδώ ({problem})", "not valid YAML here ({problem})"),
    "not_a_mapping": (
        "περιμένουμε ζεύγη «κλειδί: τιμή»",
        "pairs of “key: value” are expected",
    ),
    "alias": (
        "δεν χρησιμοποιούμε άγκυρες και ψευδώνυμα (& και *)· γράψτε την τιμή κάθε φορά",
        "anchors and aliases (& and *) are not used; write the value each time",
    ),
    "tag": ("δεν χρησιμοποιούμε ετικέτες YAML ({tag})", "YAML tags are not used ({tag})"),
    "key_not_text": ("το κλειδί πρέπει να είναι κείμενο", "a key must be text"),
    "duplicate_key": (
        "το κλειδί «{key}» υπάρχει δύο φορές",
        "the key “{key}” is there twice",
    ),
    # ── values: pydantic's error types ──
    "missing": ("λείπει το κλειδί «{key}»", "the key “{key}” is missing"),
    "extra_forbidden": ("άγνωστο κλειδί «{key}»", "unknown key “{key}”"),
    "string_type": ("περιμένουμε κείμενο", "text is expected"),
    "string_too_short": ("το κείμενο είναι κενό", "the text is empty"),
    "string_pattern_mismatch": (
        "το «{input}» δεν έχει τη σωστή μορφή ({pattern})",
        "“{input}” does not have the right form ({pattern})",
    ),
    "literal_error": (
        "το «{input}» δεν είναι μία από τις τιμές: {expected}",
        "“{input}” is not one of the values: {expected}",
    ),
    "bool_type": ("περιμένουμε true ή false", "true or false is expected"),
    "int_type": ("περιμένουμε ακέραιο αριθμό", "a whole number is expected"),
    "int_parsing": (
        "το «{input}» δεν είναι ακέραιος αριθμός",
        "“{input}” is not a whole number",
    ),
    "int_parsing_size": (
        "ο αριθμός έχει πάρα πολλά ψηφία",
        "the number has far too many digits",
    ),
    "float_type": ("περιμένουμε αριθμό", "a number is expected"),
    "float_parsing": ("το «{input}» δεν είναι αριθμός", "“{input}” is not a number"),
    "greater_than": (
        "το «{input}» πρέπει να είναι μεγαλύτερο από {gt}",
        "“{input}” must be greater than {gt}",
    ),
    "greater_than_equal": (
        "το «{input}» πρέπει να είναι τουλάχιστον {ge}",
        "“{input}” must be at least {ge}",
    ),
    "less_than_equal": (
        "το «{input}» πρέπει να είναι το πολύ {le}",
        "“{input}” must be at most {le}",
    ),
    "model_type": (
        "περιμένουμε ζεύγη «κλειδί: τιμή»",
        "pairs of “key: value” are expected",
    ),
    "dict_type": (
        "περιμένουμε ζεύγη «κλειδί: τιμή»",
        "pairs of “key: value” are expected",
    ),
    "tuple_type": ("περιμένουμε κατάλογο τιμών", "a list of values is expected"),
    "too_short": ("ο κατάλογος είναι κενός", "the list is empty"),
    # ── values: our own types ──
    "clock": ("το «{input}» δεν είναι ώρα, όπως 08:00", "“{input}” is not a time such as 08:00"),
    "day": (
        "το «{input}» δεν είναι ημερομηνία, όπως 2026-11-23",
        "“{input}” is not a date such as 2026-11-23",
    ),
    "month_day": (
        "το «{input}» δεν είναι μήνας και ημέρα, όπως 12-06",
        "“{input}” is not a month and day such as 12-06",
    ),
    "duration": (
        "το «{input}» δεν είναι διάρκεια, όπως 20 minutes ή 8 hours",
        "“{input}” is not a duration such as 20 minutes or 8 hours",
    ),
    "shift": (
        "το «{input}» δεν είναι βάρδια, όπως 08:00-19:00",
        "“{input}” is not a shift such as 08:00-19:00",
    ),
    "shift_ends": (
        "μια βάρδια τελειώνει πριν αρχίσει",
        "a shift ends before it begins",
    ),
    "shift_order": (
        "οι βάρδιες επικαλύπτονται ή δεν είναι στη σειρά",
        "the shifts overlap or are out of order",
    ),
    "amount": (
        "το «{input}» δεν είναι ποσό, όπως 147 ή 2.04",
        "“{input}” is not an amount such as 147 or 2.04",
    ),
    # ── across files ──
    "unknown_category": ("άγνωστη κατηγορία «{value}»", "unknown category “{value}”"),
    "unknown_life_event": ("άγνωστο γεγονός ζωής «{value}»", "unknown life event “{value}”"),
    "unknown_municipality": ("άγνωστος Δήμος «{value}»", "unknown municipality “{value}”"),
    "unknown_field": ("άγνωστο θεματικό πεδίο «{value}»", "unknown thematic field “{value}”"),
    "unknown_source": ("άγνωστη πηγή «{value}»", "unknown source “{value}”"),
    "unknown_nace_section": ("άγνωστος τομέας NACE «{value}»", "unknown NACE section “{value}”"),
    "unknown_sdg_code": ("άγνωστος κωδικός SDG «{value}»", "unknown SDG code “{value}”"),
    "unknown_aspect": (
        "άγνωστη πτυχή προέλευσης «{value}»",
        "unknown aspect of provenance “{value}”",
    ),
    "unknown_grade": (
        "το «{value}» δεν έχει πρόταση στο provenance.yaml, πτυχή «{aspect}»",
        "“{value}” has no sentence in provenance.yaml, aspect “{aspect}”",
    ),
    "unknown_placeholder": (
        "η θέση {{{value}}} δεν είναι πεδίο της αίτησης",
        "the placeholder {{{value}}} is not a field of the application",
    ),
    "duplicate_code": (
        "τον κωδικό {value} τον έχει ήδη το {other}",
        "{other} already has the code {value}",
    ),
    "duplicate_service": (
        "υπηρεσία με αυτό το όνομα υπάρχει ήδη στο {other}",
        "there is already a service of this name in {other}",
    ),
    "wrong_centre": (
        "το πεδίο «{value}» παρέχεται μόνο από {kinds_el} (εγκύκλιος, κανόνας R1)",
        "the field “{value}” is offered by {kinds_en} only (circular R1)",
    ),
    "wrong_offering": (
        "η εγκύκλιος αναθέτει το πεδίο «{value}» μόνο σε {kinds_el} (κανόνας R1)",
        "the circular gives the field “{value}” to {kinds_en} only (R1)",
    ),
    "wrong_fields": (
        "τα θεματικά πεδία είναι τέσσερα: {expected} (εγκύκλιος, κανόνας R1)",
        "the thematic fields are four: {expected} (circular R1)",
    ),
    "wrong_purpose": (
        "σε αυτό το πεδίο δεν υπάρχουν υπηρεσίες με σκοπό «{value}» (εγκύκλιος, κανόνας R1)",
        "this field has no services with the purpose “{value}” (circular R1)",
    ),
    "wrong_services": (
        "η εγκύκλιος (κανόνας R1) ορίζει {expected} υπηρεσίες με σκοπό «{purpose}»· εδώ: {found}",
        "the circular (R1) says {expected} services with the purpose “{purpose}”; here are {found}",
    ),
    "wrong_municipalities": (
        "η εγκύκλιος (κανόνας R1) ορίζει {expected} Δήμους· εδώ είναι {found}",
        "the circular (R1) says {expected} municipalities; here are {found}",
    ),
    "wrong_points": (
        "η εγκύκλιος (κανόνας R1) ορίζει {expected} ΚΕΠ-ΕΚΕ· εδώ είναι {found}",
        "the circular (R1) says {expected} KEP-EKE; here are {found}",
    ),
    "no_centre": (
        "ο Δήμος «{value}» δεν έχει ΚΕΠ στον φάκελο centres",
        "the municipality “{value}” has no KEP in the folder centres",
    ),
    "ungraded": (
        "από πού το ξέρουμε; γράψτε provenance.{value}",
        "how do we know? write provenance.{value}",
    ),
    "reviewed_later": (
        "ο έλεγχος δεν έχει γίνει ακόμη: σήμερα είναι {value}",
        "that review is still to come: today is {value}",
    ),
    # ── what has gone: retired services, old names, closed centres ──
    "unknown_service": ("άγνωστη υπηρεσία «{value}»", "unknown service “{value}”"),
    "unknown_centre": ("άγνωστο ΚΕΠ «{value}»", "unknown centre “{value}”"),
    "retired_unreviewed": (
        (
            "η υπηρεσία καταργείται μετά τον τελευταίο έλεγχό της ({value})· φεύγει αμέσως από"
            " τις λίστες, γι’ αυτό καταργήστε την την ίδια την ημέρα, και γράψτε την στο reviewed"
        ),
        (
            "the service is retired after its last review ({value}); it leaves the lists at once,"
            " so retire it on the day itself, and write that day at reviewed"
        ),
    ),
    "retired_successor": (
        "και η υπηρεσία «{value}» έχει καταργηθεί· γράψτε αυτή που ισχύει σήμερα",
        "the service “{value}” is retired too; write the one that holds today",
    ),
    "renamed_in_use": (
        "υπάρχει ακόμη υπηρεσία «{value}»· ένα παλιό όνομα δεν δίνεται ξανά",
        "there still is a service “{value}”; an old name is not given again",
    ),
    "renamed_again": (
        "το «{value}» άλλαξε κι αυτό όνομα, σε «{other}»· γράψτε το όνομα που ισχύει σήμερα",
        "“{value}” was itself renamed, to “{other}”; write the name that holds today",
    ),
    "renamed_centres": (
        (
            "ένα ΚΕΠ δεν αλλάζει όνομα αρχείου, γιατί με αυτό φυλάσσονται τα ραντεβού του· γράψτε"
            " closed στο παλιό και προσθέστε νέο"
        ),
        (
            "a centre’s file is never renamed, since its appointments are kept under that name;"
            " write closed in the old one and add a new one"
        ),
    ),
    "closed_instead": (
        "και το ΚΕΠ «{value}» κλείνει· γράψτε ένα που μένει ανοιχτό",
        "the centre “{value}” closes too; write one that stays open",
    ),
    "closed_last": (
        "ο Δήμος «{value}» μένει χωρίς ΚΕΠ· προσθέστε πρώτα άλλο (εγκύκλιος, κανόνας R1)",
        "the municipality “{value}” is left without a KEP; add another one first (circular R1)",
    ),
    "no_template": (
        "λείπει το υπόδειγμα της λευκής αίτησης (εγκύκλιος, κανόνας R15)",
        "the template of the blank application is missing (circular R15)",
    ),
    "needless_template": (
        "λευκή αίτηση έχουν μόνο οι δημοτικές υπηρεσίες (εγκύκλιος, κανόνας R15)",
        "only municipal services have a blank application (circular R15)",
    ),
}


def words(code: str, **values: object) -> tuple[str, str]:
    """
    Return the Greek and the English sentence for *code*.

    Raises:
        KeyError: There is none, or a value for it is not given.
    """
    greek, english = MESSAGES[code]
    return greek.format(**values), english.format(**values)
