"""Mistakes in the files around the Bicep: parameters, azd's file, the host's."""

from tests.azure.mistakes import TEST, Mistake

PRODUCTION, AZD, HOST = "production.bicepparam", "azure.yaml", "host.json"

PARAMETERS = {
    "a variable that nobody sets": Mistake(
        TEST,
        "readEnvironmentVariable('MAIL_DOMAIN')",
        "readEnvironmentVariable('MAILDOMAIN')",
        "mailDomain is MAIL_DOMAIN in the environment, not MAILDOMAIN",
    ),
    "a variable that the page does not list": Mistake(
        TEST,
        "readEnvironmentVariable('MAIL_DOMAIN')",
        "readEnvironmentVariable('MAILDOMAIN')",
        "el/operate/deploy.md.j2 does not list MAILDOMAIN; is it MAIL_DOMAIN?",
    ),
    "two variables swapped": Mistake(
        "main.bicepparam",
        "readEnvironmentVariable('STAFF_CLIENT_ID')",
        "readEnvironmentVariable('GSIS_CLIENT_ID')",
        "staffClientId is STAFF_CLIENT_ID in the environment, not GSIS_CLIENT_ID",
    ),
    "production that is called test": Mistake(
        PRODUCTION,
        "environmentName = 'production'",
        "environmentName = 'test'",
        "environmentName: value should be 'production'",
    ),
    "production with GSIS's test host": Mistake(
        PRODUCTION,
        "param gsisClientId",
        "param gsisEndpoint = 'https://test.gsis.gr/oauth2server'\nparam gsisClientId",
        "test.gsis.gr is for the test environment",
    ),
    "the test environment with real people": Mistake(
        TEST,
        "'https://test.gsis.gr/oauth2server'",
        "'https://oauth2.gsis.gr/oauth2server'",
        "gsisEndpoint: value should be 'https://test.gsis.gr/oauth2server'",
    ),
    "mails of tests to the Foundation": Mistake(
        TEST,
        "readEnvironmentVariable('INTERPRETER_DESK')",
        "'dierminia@idrimakofon.gr'",
        "interpreterDesk: value should be readEnvironmentVariable('INTERPRETER_DESK')",
    ),
    "a default that production gets": Mistake(
        "main.bicep",
        "gsisEndpoint string = 'https://oauth2.gsis.gr/oauth2server'",
        "gsisEndpoint string = 'https://test.gsis.gr/oauth2server'",
        "gsisEndpoint: value should be 'https://oauth2.gsis.gr/oauth2server'",
    ),
    "a tenant's name in a file": Mistake(
        TEST,
        "readEnvironmentVariable('STAFF_CLIENT_ID')",
        "'7d1e'",
        "staffClientId belongs to one tenant: it should come from the environment",
    ),
    "a parameter left out": Mistake(
        PRODUCTION,
        "param operatorsGroupId = readEnvironmentVariable('OPERATORS_GROUP_ID', '')\n",
        "",
        "operatorsGroupId is left out",
        at="// Production",
    ),
}

FILES = {
    "a target that make does not have": Mistake(
        AZD, "run: make package", "run: make packge", "the Makefile has no packge; is it package?"
    ),
    "a variable that no output is": Mistake(
        AZD, '"$PUBLIC_ORIGIN"', '"$PUBLIC_ORIGN"', "main.bicep has no output PUBLIC_ORIGN; is it"
    ),
    "a variable that make does not read": Mistake(
        AZD,
        "make site PUBLIC_ORIGIN=",
        "make site PUBLIC_ADDRESS=",
        "neither the Makefile nor the site reads PUBLIC_ADDRESS",
    ),
    "a host that azd does not know": Mistake(
        AZD, "host: staticwebapp", "host: staticwebap", "site: host should be staticwebapp"
    ),
    "a package that nobody makes": Mistake(
        AZD,
        "        run: make package\n",
        "        run: true\n",
        "functions: nothing runs make package before it is deployed",
        at="  functions:",
    ),
    "a package that azd builds again": Mistake(
        AZD, "remoteBuild: false", "remoteBuild: true", "functions: remoteBuild should be false"
    ),
    "azd's file is no YAML": Mistake(
        AZD, "provider: bicep", "provider: bicep: x", "not what azd expects: mapping values"
    ),
    "azd's file without services": Mistake(
        AZD, "\nservices:", "\nservice:", "not what azd expects: 'services'", at="# For the Azure"
    ),
    "a site before its address is known": Mistake(
        AZD, "- azd: provision\n", "- azd: deploy\n", "the steps should be", at="  up:"
    ),
    "routes elsewhere": Mistake(
        HOST,
        '"routePrefix": "api"',
        '"routePrefix": "apis"',
        'extensions.http.routePrefix should be "api"',
    ),
    "lines of the log left out": Mistake(
        HOST, "Exception;Trace", "Exception", "excludedTypes should be"
    ),
    "a host's file that is no JSON": Mistake(HOST, '"version": ', '"version" ', "not JSON"),
}
