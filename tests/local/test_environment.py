"""The functions' settings on the local stack, and the files that Azure's tools read."""

import json
import stat
from pathlib import Path

import pytest
from clock import StackClock
from environment import SERVICE_MAILBOX_ID, Place, centre_accounts, keep_secrets, make_environment
from host_settings import read_host_settings
from options import BadOption, read_options
from pathspec import GitIgnoreSpec
from world import World

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.settings import DEFAULTS, read_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(
        port=4280,
        entra_port=4281,
        entra_ca_file=tmp_path / "ca.pem",
        data=tmp_path,
        run=tmp_path,
    )


@pytest.mark.parametrize(("connection", "store"), [("", "sqlite"), ("AccountName=x", "tables")])
def test_every_setting_is_made_and_the_functions_take_them(place, connection, store):
    accounts = centre_accounts(load_catalog(CATALOG_DATA))
    environment = make_environment(place, keep_secrets(place.data), accounts, connection)

    assert environment.keys() == DEFAULTS.keys()
    settings = read_settings(environment)
    assert settings.is_local
    assert settings.store == store
    assert settings.centre_accounts == accounts
    assert settings.interpreter_desk == "dierminia@idrimakofon.gr"


@pytest.mark.parametrize("limits_on", [True, False])
def test_limits_count_addresses_as_the_front_writes_them_unless_they_are_off(place, limits_on):
    secret = keep_secrets(place.data)
    settings = read_settings(make_environment(place, secret, {}, limits_on=limits_on))

    assert settings.limits_on is limits_on
    assert settings.forwarded_hops == 1


def test_every_centre_has_an_account_of_its_own():
    catalog = load_catalog(CATALOG_DATA)
    accounts = centre_accounts(catalog)

    assert accounts.keys() == catalog.centres.keys()
    assert len({account.object_id for account in accounts.values()}) == len(accounts)
    assert all(account.officers for account in accounts.values())
    assert centre_accounts(catalog) == accounts


def test_the_service_has_a_mailbox_that_is_no_centre(place):
    accounts = centre_accounts(load_catalog(CATALOG_DATA))
    clock = StackClock(place.clock_file)
    mailboxes = World(origin=place.origin, clock=clock, accounts=accounts).mailboxes()

    assert mailboxes["mykeplive@kep.example"].object_id == SERVICE_MAILBOX_ID
    assert SERVICE_MAILBOX_ID not in {account.object_id for account in accounts.values()}
    assert len(mailboxes) == len(accounts) + 1


def test_secrets_are_made_once_and_for_the_owner_only(tmp_path):
    made = keep_secrets(tmp_path)

    assert keep_secrets(tmp_path) == made
    assert len(set(made.values())) == len(made)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_the_example_for_core_tools_names_every_setting():
    values = json.loads((ROOT / "local.settings.example.json").read_text())["Values"]

    assert values.keys() - {"AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME"} == DEFAULTS.keys()


def test_the_local_host_tries_a_message_five_times_as_azure_does():
    settings = read_host_settings(ROOT / "host.json")

    assert (settings.route_prefix, settings.max_dequeue_count) == ("api", 5)


@pytest.mark.parametrize(
    ("name", "is_shipped"),
    [
        ("function_app.py", True),
        ("host.json", True),
        ("requirements.txt", True),
        ("functions/triggers/bookings.py", True),
        ("catalog_data/circular/circular.el.md", True),
        ("site/templates/shell.html.j2", True),
        ("site/templates/assets.json", True),
        ("site/build.py", False),
        ("site/assets/icon.svg", False),
        ("infra/local/serve.py", False),
        ("tests/unit/test_book.py", False),
        ("build/data/secrets.json", False),
        ("local.settings.json", False),
        (".venv313/bin/python", False),
    ],
)
def test_azure_gets_what_the_functions_need_and_nothing_else(name, is_shipped):
    ignored = GitIgnoreSpec.from_lines((ROOT / ".funcignore").read_text().splitlines())

    assert ignored.match_file(name) is not is_shipped


@pytest.mark.parametrize(
    "environment",
    [
        {"PORT": "eighty"},
        {"PORT": "70000"},
        {"PORT": "-1"},
        {"NOW": "soon"},
        {"STORE": "tables"},
        {"LIMITS": "no"},
    ],
)
def test_an_option_that_is_none_is_refused_by_its_name(environment):
    with pytest.raises(BadOption, match=next(iter(environment))):
        read_options([], environment)


def test_without_options_the_stack_is_where_the_contract_says():
    options = read_options([], {"PORT": "", "DATA": "", "NOW": "", "STORE": ""})

    assert (options.port, options.now, options.uses_azurite) == (4280, None, False)
    assert options.limits_on
    assert not read_options([], {"LIMITS": "off"}).limits_on
    assert options.data == ROOT / "build" / "data"
