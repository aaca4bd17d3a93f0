"""What the settings are, and that a wrong one is named at the start."""

import pytest

from functions.settings import DEFAULTS, BadSettings, read_settings

GIVEN = {
    **{name: f"the {name}" for name, default in DEFAULTS.items() if default is None},
    "PUBLIC_ORIGIN": "https://mykeplive.example",
    "TABLES_ENDPOINT": "https://mykeplive.table.example",
    "ADMINISTRATORS_MAIL": "administrators@ministry.example",
}


def test_who_gets_the_digest_and_the_notices_and_who_sends_them():
    settings = read_settings({**GIVEN, "SERVICE_MAILBOX_ID": "33333333"})

    assert settings.interpreter_desk == "dierminia@idrimakofon.gr"  # circular R11
    assert settings.administrators_mail == "administrators@ministry.example"
    assert settings.service_mailbox_id == "33333333"
    assert read_settings({**GIVEN, "INTERPRETER_DESK": " a@b.example "}).interpreter_desk == (
        "a@b.example"
    )


@pytest.mark.parametrize("name", ["INTERPRETER_DESK", "ADMINISTRATORS_MAIL"])
@pytest.mark.parametrize(
    "text", ["", "administrators", "a@b@c.example", "a@b.example, c@d.example"]
)
def test_an_address_that_is_none_is_named(name, text):
    with pytest.raises(BadSettings, match=f"^{name} is no e-mail address$"):
        read_settings({**GIVEN, name: text})


def test_limits_are_on_and_text_messages_off_unless_it_is_said():
    settings = read_settings(GIVEN)

    assert (settings.limits_on, settings.forwarded_hops) == (True, 2)
    assert not settings.sms_endpoint
    local = {**GIVEN, "PUBLIC_ORIGIN": "http://localhost:4280", "LIMITS": "off"}
    assert not read_settings(local).limits_on
    assert read_settings({**GIVEN, "FORWARDED_HOPS": "1"}).forwarded_hops == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LIMITS", ""),
        ("LIMITS", "OFF"),
        ("LIMITS", "off"),
        ("FORWARDED_HOPS", "0"),
        ("FORWARDED_HOPS", "-1"),
        ("FORWARDED_HOPS", "two"),
        ("SMS_ENDPOINT", "https://sms.example/send"),
    ],
)
def test_a_limit_or_a_gateway_that_cannot_be_used_is_named(name, text):
    with pytest.raises(BadSettings, match=name):
        read_settings({**GIVEN, name: text})


def test_the_key_of_the_gateway_never_travels_in_clear():
    gateway = {"SMS_ENDPOINT": "http://sms.example/", "SMS_KEY": "key", "SMS_SENDER": "myKEPlive"}

    with pytest.raises(BadSettings, match=r"^SMS_ENDPOINT must be https$"):
        read_settings({**GIVEN, **gateway})
    settings = read_settings({**GIVEN, **gateway, "SMS_ENDPOINT": "https://sms.example/"})
    assert (settings.sms_endpoint, settings.sms_key) == ("https://sms.example", "key")


@pytest.mark.parametrize("name", [name for name, default in DEFAULTS.items() if default is None])
def test_a_setting_that_must_be_given_is_named(name):
    with pytest.raises(BadSettings, match=f"^missing settings: {name}$"):
        read_settings({each: value for each, value in GIVEN.items() if each != name})
