"""Mistakes that the Bicep compiler or Azure would refuse, once somebody deploys."""

from tests.azure.mistakes import ALERTS, MAIN, Mistake

COMPILER = {
    "no app": Mistake(
        MAIN, "resource functions ", "resource app ", "the resource functions is missing", at="/*"
    ),
    "no list of alerts": Mistake(
        ALERTS, "var logAlerts =", "var alerts =", "nothing is called logAlerts", at="logAlerts: {"
    ),
    "no settings": Mistake(
        MAIN, "var settings =", "var setting =", "the variable settings is missing", at="/*"
    ),
    "a name twice": Mistake(
        MAIN,
        "resource poisonQueue ",
        "resource reconcileQueue ",
        "reconcileQueue stands in line",
    ),
    "a parameter twice": Mistake(
        MAIN,
        "param smsSender string = ''\n",
        "param smsSender string = ''\nparam smsSender string = ''\n",
        "smsSender stands in line",
        at="param smsSender string = ''\n\n",
    ),
    "a parameter twice in a file": Mistake(
        "test.bicepparam",
        "param maximumInstances = 5\n",
        "param maximumInstances = 5\nparam maximumInstances = 4\n",
        "maximumInstances stands in line",
        at="param maximumInstances = 4",
    ),
    "a key twice": Mistake(
        MAIN,
        "    httpsOnly: true\n",
        "    httpsOnly: true\n    httpsOnly: false\n",
        "httpsOnly stands in line",
        at="    httpsOnly: false",
    ),
    "a wait for no resource": Mistake(
        MAIN,
        "dependsOn: [hostBlobs,",
        "dependsOn: ['hostBlobs',",
        "functions cannot wait for 'hostBlobs': no resource",
    ),
    "a circle": Mistake(
        MAIN,
        "  parent: hostStorage\n  name: 'default'\n}\n\n// A message",
        "  parent: hostStorage\n  name: 'default'\n  dependsOn: [poisonQueue]\n}\n\n// A message",
        "a circle: queues → poisonQueue → queues",
        at="resource queues ",
    ),
    "an output of another type": Mistake(
        MAIN,
        "output SITE_NAME string",
        "output SITE_NAME int",
        "SITE_NAME is int, and this is string",
    ),
    "an output too few": Mistake(
        MAIN,
        "output VAULT_NAME string = vault.name\n",
        "",
        "the output VAULT_NAME is missing",
        at="/*",
    ),
    "an output of something else": Mistake(
        MAIN,
        "output VAULT_NAME string = vault.name",
        "output VAULT_NAME string = vault.id",
        "VAULT_NAME should be vault.name",
    ),
    "an output that nobody uses": Mistake(
        MAIN,
        "output VAULT_NAME string",
        "output VAULT_IDENTIFIER string = vault.id\noutput VAULT_NAME string",
        "nobody uses the output VAULT_IDENTIFIER",
    ),
    "the whole subscription": Mistake(
        MAIN,
        "targetScope = 'resourceGroup'",
        "targetScope = 'subscription'",
        "everything is in a resource group",
    ),
    "a default that is not allowed": Mistake(
        MAIN, "param plan string = 'flex'", "param plan string = 'flexi'", "'flexi' is none of flex"
    ),
    "a default of another type": Mistake(
        MAIN,
        "param domain string = ''",
        "param domain string = 5",
        "string is wanted, and this is int",
    ),
    "a limit of the length of a number": Mistake(
        MAIN,
        "@minValue(1)\nparam monthlyBudget",
        "@minLength(1)\nparam monthlyBudget",
        "monthlyBudget is int, and has no minLength",
    ),
    "an unknown type of a parameter": Mistake(
        MAIN, "param alwaysReady int", "param alwaysReady integer", "there is no type integer"
    ),
    "a type of another language": Mistake(
        MAIN, "param monthlyBudget int", "param monthlyBudget number", "there is no type number"
    ),
    "a property that the things of a loop do not have": Mistake(
        ALERTS,
        "severity: alert.severity",
        "severity: alert.sevrity",
        "alert has no sevrity",
    ),
    "a thing of a loop that lacks a property": Mistake(
        ALERTS,
        "    name: 'graph'\n    severity: 2\n",
        "    name: 'graph'\n",
        "alert has no severity",
        at="      severity: alert.severity",
    ),
}

RESOURCE_NAMES = {
    "a prefix that makes names too long": Mistake(
        MAIN,
        "@maxLength(7)",
        "@maxLength(24)",
        "can have 41 characters, and a name of Microsoft.Storage/storageAccounts has 24 at most",
        at="'${prefix}data${unique}'",
    ),
    "a name as long as anybody likes": Mistake(
        MAIN,
        "@maxLength(7)\n",
        "",
        "how long this gets cannot be told",
        at="'${prefix}data${unique}'",
    ),
    "a hyphen in the name of an account": Mistake(
        MAIN,
        "'${prefix}data${unique}'",
        "'${prefix}-${unique}'",
        "a name of Microsoft.Storage/storageAccounts has no '-'",
    ),
    "a capital in the name of an account": Mistake(
        MAIN, "'${prefix}data${unique}'", "'${prefix}Dat${unique}'", "has no 'D'"
    ),
    "a vault with a long name": Mistake(
        MAIN,
        "  name: '${prefix}-${unique}'",
        "  name: '${base}-${unique}'",
        "can have 32 characters, and a name of Microsoft.KeyVault/vaults has 24 at most",
    ),
    "a wrong character in a module": Mistake(
        ALERTS, "'${base}-vault-events'", "'${base}.vault-events'", "systemTopics has no '.'"
    ),
    "two accounts with one name": Mistake(
        MAIN,
        "'${prefix}host${unique}'",
        "'${prefix}data${unique}'",
        "hostStorage is the same resource as dataStorage",
        at="resource hostStorage",
    ),
}
