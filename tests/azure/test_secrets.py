"""What is secret in Azure is what the operators' page calls secret, and the same for local."""

from operate_pages import setting_words

from infra.azure_checks.settings_check import NOT_IN_AZURE, SECRET


def test_the_vault_holds_what_the_page_of_settings_calls_secret() -> None:
    words = setting_words()
    secret = {name for name, one in words.items() if one.secret} - NOT_IN_AZURE.keys()

    assert {name for name in words.keys() - NOT_IN_AZURE.keys() if SECRET.search(name)} == secret


def test_what_is_for_the_local_stack_alone_is_not_in_azure() -> None:
    local = {name for name, one in setting_words().items() if one.local}

    assert local <= NOT_IN_AZURE.keys()
