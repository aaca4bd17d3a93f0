"""
What people type about themselves, checked and put into one form.

Each function takes text as typed and returns it normalised, or raises
`ValueError`. People write numbers with spaces and hyphens: that is their right.
"""

import re

SEPARATORS = re.compile(r"[\s.\-–—/]+")
LOOK_ALIKES = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
DOCUMENT_NUMBER = re.compile(r"[0-9A-ZΑ-Ω]{4,20}")


def email_address(text: str) -> str:
    """Return a deliverable-looking e-mail address; the name server is not asked."""
    from email_validator import validate_email

    return validate_email(text.strip(), check_deliverability=False).normalized


def mobile_number(text: str) -> str:
    """Return a mobile number in E.164 (`+306912345678`); without a country it is Greek."""
    import phonenumbers

    if any(character.isalpha() for character in text):
        raise ValueError("a letter in a telephone number")
    try:
        number = phonenumbers.parse(text, "GR")
    except phonenumbers.NumberParseException as error:
        raise ValueError(str(error)) from error
    kind = phonenumbers.number_type(number)
    mobile = {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
    if not phonenumbers.is_valid_number(number) or kind not in mobile:
        raise ValueError("not a mobile number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def tax_number(text: str) -> str:
    """Return a Greek tax number (ΑΦΜ): nine digits, the last one a check digit."""
    from stdnum.exceptions import ValidationError
    from stdnum.gr import vat

    try:
        return str(vat.validate(SEPARATORS.sub("", text)))
    except ValidationError as error:
        raise ValueError(str(error)) from error


def document_number(text: str) -> str:
    """
    Return a document's number in capitals, without spaces and hyphens.

    Four to twenty Greek or Latin letters and digits, and no stricter: old and new
    identity cards, foreign passports and permits differ.
    """
    number = SEPARATORS.sub("", text).upper()
    if not DOCUMENT_NUMBER.fullmatch(number):
        raise ValueError("not a document number")
    return number


def same_document(kind: str, number: str) -> str:
    """
    Return one text for one document, however its letters were typed.

    Greek identity cards carry letters that look the same in both alphabets.
    """
    return f"{kind}:{number.translate(LOOK_ALIKES)}"
