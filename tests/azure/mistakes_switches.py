"""Mistakes that Azure would take: a switch is turned round."""

from tests.azure.mistakes import MAIN, Mistake

DATA = "    allowCrossTenantReplication: false\n    allowSharedKeyAccess: "
HOST = "'Standard_ZRS' : 'Standard_LRS'\n  }\n  properties: {\n    accessTier: 'Hot'\n"

SWITCHES = {
    "shared keys of the data": Mistake(
        MAIN,
        f"{DATA}false",
        f"{DATA}true",
        "dataStorage: properties.allowSharedKeyAccess should be false",
        at="true\n    defaultToOAuth",
    ),
    "shared keys of the host's storage": Mistake(
        MAIN,
        f"{HOST}    allowBlobPublicAccess: false\n{DATA}false",
        f"{HOST}    allowBlobPublicAccess: false\n{DATA}true",
        "hostStorage: properties.allowSharedKeyAccess should be false",
        at="true\n    defaultToOAuth",
    ),
    "a switch that is left out": Mistake(
        MAIN,
        "    supportsHttpsTrafficOnly: true\n",
        "",
        "dataStorage: properties.supportsHttpsTrafficOnly should be true",
        at="resource dataStorage",
    ),
    "blobs that do not come back": Mistake(
        MAIN,
        "    deleteRetentionPolicy: { enabled: true",
        "    deleteRetentionPolicy: { enabled: false",
        "blobs: properties.deleteRetentionPolicy.enabled should be true",
    ),
    "blobs that come back for a day": Mistake(
        MAIN,
        "    deleteRetentionPolicy: { enabled: true, days: 14",
        "    deleteRetentionPolicy: { enabled: true, days: 1",
        "blobs: properties.deleteRetentionPolicy.days should be 14",
    ),
    "an app on Windows": Mistake(
        MAIN, "kind: 'functionapp,linux'", "kind: 'functionapp'", "functions: kind should be"
    ),
    "a lock that locks nothing": Mistake(
        MAIN,
        "locks@2020-05-01' = if (isProduction)",
        "locks@2020-05-01' = if (false)",
        "dataLock: if should be isProduction",
    ),
    "a lock on the wrong environment": Mistake(
        MAIN,
        "locks@2020-05-01' = if (isProduction)",
        "locks@2020-05-01' = if (!isProduction)",
        "dataLock: if should be isProduction",
    ),
    "a password to publish with": Mistake(
        MAIN,
        "  name: 'ftp'\n  properties: { allow: false }",
        "  name: 'ftp'\n  properties: { allow: true }",
        "noFtp: properties.allow should be false",
        at="  properties: { allow: true",
    ),
    "another password to publish with": Mistake(
        MAIN,
        "  name: 'scm'\n  properties: { allow: false }",
        "  name: 'scm'\n  properties: { allow: true }",
        "noBasicPublishing: properties.allow should be false",
        at="  properties: { allow: true",
    ),
    "a policy on a condition": Mistake(
        MAIN,
        "basicPublishingCredentialsPolicies@2024-11-01' = {",
        "basicPublishingCredentialsPolicies@2024-11-01' = if (isFlex) {",
        "noFtp: there should be no `if`",
    ),
    "a policy that is only referred to": Mistake(
        MAIN,
        "basicPublishingCredentialsPolicies@2024-11-01' = {",
        "basicPublishingCredentialsPolicies@2024-11-01' existing = {",
        "noFtp: there should be no `existing`",
    ),
    "access policies instead of roles": Mistake(
        MAIN,
        "enableRbacAuthorization: true",
        "enableRbacAuthorization: false",
        "vault: properties.enableRbacAuthorization should be true",
    ),
    "secrets that can be purged": Mistake(
        MAIN,
        "    enablePurgeProtection: true\n",
        "",
        "vault: properties.enablePurgeProtection should be true",
        at="resource vault ",
    ),
    "logs that a key can write": Mistake(
        MAIN,
        "DisableLocalAuth: true",
        "DisableLocalAuth: false",
        "insights: properties.DisableLocalAuth should be true",
    ),
    "addresses of citizens in the log": Mistake(
        MAIN,
        "DisableIpMasking: false",
        "DisableIpMasking: true",
        "insights: properties.DisableIpMasking should be false",
    ),
    "an app without TLS": Mistake(
        MAIN, "httpsOnly: true", "httpsOnly: false", "functions: properties.httpsOnly should be"
    ),
    "an app with an old TLS": Mistake(
        MAIN, "minTlsVersion: '1.2'", "minTlsVersion: '1.0'", "minTlsVersion should be '1.2'"
    ),
    "a category of logs that the vault does not have": Mistake(
        MAIN,
        "category: 'AuditEvent'",
        "category: 'AuditEvents'",
        "vaultLog: properties.logs should",
        at="logs: [\n      { category: 'AuditEvents'",
    ),
}
