"""The kinds of mistake that the checks are for, each as it would be made in the real files."""

from dataclasses import dataclass

MAIN, ALERTS, TEST = "main.bicep", "alerts.bicep", "test.bicepparam"


@dataclass(frozen=True, slots=True)
class Mistake:
    """
    In *file*, *wrong* stands instead of the first *right*, and *says* is said of it.

    It is said where *wrong* begins, or where *at* first stands in the file with the mistake.
    """

    file: str
    right: str
    wrong: str
    says: str
    at: str = ""


TYPES = {
    "a misspelt property": Mistake(
        MAIN,
        "    allowSharedKeyAccess: false",
        "    allowSharedKeyAcess: false",
        "has no allowSharedKeyAcess; is it allowSharedKeyAccess?",
    ),
    "a misspelt property in an object in a list": Mistake(
        MAIN,
        "{ name: 'http', instance",
        "{ nam: 'http', instance",
        "FunctionsAlwaysReadyConfig has no nam; is it name?",
    ),
    "a misspelt property in a loop": Mistake(
        ALERTS,
        "        emailAddress: address",
        "        emailAdress: address",
        "EmailReceiver has no emailAdress; is it emailAddress?",
    ),
    "a misspelt property in a loop of resources": Mistake(
        ALERTS,
        "      windowSize: alert.over",
        "      windowsSize: alert.over",
        "properties has no windowsSize; is it windowSize?",
    ),
    "a string for a bool": Mistake(
        MAIN, "httpsOnly: true", "httpsOnly: 'true'", "a bool is wanted, and this is a string"
    ),
    "a parameter of the wrong type": Mistake(
        MAIN,
        "instanceCount: alwaysReady",
        "instanceCount: prefix",
        "an int is wanted, and this is a string",
    ),
    "a string for an object": Mistake(
        MAIN,
        "sku: { family: 'A', name: 'standard' }",
        "sku: 'standard'",
        "an object is wanted, and this is a string",
    ),
    "an object for a list": Mistake(
        ALERTS,
        "actions: [{ actionGroupId: operators.id }]",
        "actions: { a: operators.id }",
        "an array is wanted, and this is an object",
    ),
    "a value of no enum": Mistake(
        MAIN,
        "level: 'CanNotDelete'",
        "level: 'CannotDelete'",
        "'CannotDelete' is none of NotSpecified, CanNotDelete, ReadOnly; is it CanNotDelete?",
    ),
    "a value of no open enum": Mistake(
        MAIN,
        "minimumTlsVersion: 'TLS1_2'",
        "minimumTlsVersion: 'TLS1.2'",
        "'TLS1.2' is none of TLS1_0, TLS1_1, TLS1_2, TLS1_3; is it TLS1_2?",
    ),
    "a wrong value on one side of a choice": Mistake(
        MAIN,
        "? 'Standard_ZRS' : 'Standard_LRS'",
        "? 'Standard_ZRS' : 'Standard_LSR'",
        "'Standard_LSR' is none of",
    ),
    "a required property that is missing": Mistake(
        MAIN,
        "    softDeleteRetentionInDays: 90\n    tenantId: tenant().tenantId\n",
        "",
        "tenantId is missing",
        at="  properties: {\n    enablePurgeProtection",
    ),
    "an unknown variant of an object": Mistake(
        ALERTS,
        "endpointType: 'MonitorAlert'",
        "endpointType: 'MonitorAlarm'",
        "'MonitorAlarm' is none of",
    ),
    "a property of another variant": Mistake(
        ALERTS,
        "        severity: 'Sev1'",
        "        queueName: 'a'",
        "MonitorAlertEventSubscriptionDestinationProperties has no queueName",
    ),
    "a property that Azure sets": Mistake(
        MAIN,
        "    serverFarmId: servers.id",
        "    defaultHostName: 'a'\n    serverFarmId: servers.id",
        "defaultHostName cannot be written",
    ),
    "an unknown resource type": Mistake(
        MAIN,
        "Microsoft.Web/staticSites@2024-11-01",
        "Microsoft.Web/staticSite@2024-11-01",
        "no types of Microsoft.Web/staticSite@2024-11-01 (known versions: none)",
    ),
    "an unknown API version": Mistake(
        MAIN,
        "Microsoft.KeyVault/vaults@2024-11-01",
        "Microsoft.KeyVault/vaults@2042-11-01",
        "no types of Microsoft.KeyVault/vaults@2042-11-01 (known versions: 2024-11-01)",
    ),
}

NAMES = {
    "no Bicep": Mistake(
        MAIN, "targetScope = 'resourceGroup'", "targetScope = = 'resourceGroup'", "not Bicep"
    ),
    "a name that nothing declares": Mistake(
        MAIN,
        "siteLocation\n  tags: union",
        "siteLocatoin\n  tags: union",
        "nothing is called siteLocatoin",
    ),
    "a variable that nothing uses": Mistake(
        MAIN, "var isFlex", "var spare = 1\nvar isFlex", "nothing uses spare"
    ),
    "a property that no resource has": Mistake(
        MAIN,
        "site.properties.defaultHostname",
        "site.properties.defaultHostName",
        "site.properties has no defaultHostName",
    ),
    "a function that does not exist": Mistake(
        MAIN, "uniqueString(group", "uniqString(group", "there is no function uniqString()"
    ),
    "a value that changes with every deployment": Mistake(
        MAIN,
        "param domain string = ''",
        "param domain string = utcNow()",
        "utcNow() changes with every deployment",
    ),
    "a parameter that the module does not have": Mistake(
        MAIN, "    base: base", "    bass: base", "there is no parameter bass; is it base?"
    ),
    "a module's parameter of the wrong type": Mistake(
        MAIN, "    base: base", "    base: monthlyBudget", "string is wanted, and this is int"
    ),
    "a misspelt parameter in a file": Mistake(
        TEST,
        "param maximumInstances",
        "param maximumInstance",
        "there is no parameter maximumInstance; is it maximumInstances?",
    ),
    "a parameter too few in a file": Mistake(
        TEST,
        "param monthlyBudget = 30\n",
        "",
        "the parameter monthlyBudget is missing",
        at="using 'main.bicep'",
    ),
    "a value that a parameter does not allow": Mistake(
        TEST, "'test'", "'staging'", "'staging' is none of test, production"
    ),
    "a number beyond a parameter's limit": Mistake(
        TEST, "maximumInstances = 5", "maximumInstances = 500", "is more than 100"
    ),
    "a parameter of the wrong type in a file": Mistake(
        TEST, "alwaysReady = 0", "alwaysReady = '0'", "int is wanted, and this is string"
    ),
}

CODE = {
    "a setting that the code does not read": Mistake(
        MAIN,
        "  STORE: 'tables'",
        "  STORE: 'tables'\n  STORE_NAME: 'a'",
        "nothing reads the setting STORE_NAME",
        at="  STORE_NAME",
    ),
    "a misspelt setting": Mistake(
        MAIN,
        "  MAIL_DOMAIN: mailDomain",
        "  MAILDOMAIN: mailDomain",
        "nothing reads the setting MAILDOMAIN; is it MAIL_DOMAIN?",
    ),
    "a secret in clear": Mistake(
        MAIN,
        "'${secret}gsis-client-secret)'",
        "'hunter2'",
        "GSIS_CLIENT_SECRET is secret and must come from the vault",
    ),
    "a secret that the page does not name": Mistake(
        MAIN,
        "{secret}data-keys)",
        "{secret}data-key)",
        "README.md does not name the secret data-key",
    ),
    "settings that the app does not get": Mistake(
        MAIN,
        "union(settings, hostSettings,",
        "union(settings,",
        "the app does not get hostSettings",
        at="resource appSettings",
    ),
    "a wrong queue": Mistake(
        MAIN,
        "  name: 'reconcile'\n",
        "  name: 'reconcile-now'\n",
        "nothing uses the queue reconcile-now; is it reconcile?",
    ),
    "a wrong table": Mistake(
        MAIN,
        "  name: 'mykeplive'\n",
        "  name: 'mykepslive'\n",
        "nothing uses the table mykepslive; is it mykeplive?",
    ),
    "a role too much": Mistake(
        MAIN,
        "  scope: hostStorage\n  name: guid(hostStorage.id, identity.id, roles.storageTable",
        "  scope: vault\n  name: guid(vault.id, identity.id, roles.storageTable",
        "nothing needs storageTableDataContributor on vault for identity",
        at="resource hostTables",
    ),
    "the wrong id of a role": Mistake(
        MAIN,
        "'4633458b-17de-408a-b874-0445c86b69e6'",
        "'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'",
        "is not the id of keyVaultSecretsUser",
    ),
    "an assignment that a second deployment would repeat": Mistake(
        MAIN,
        "guid(vault.id, identity.id,",
        "guid(vault.name, identity.id,",
        "should be guid(vault.id, identity.id, roles.keyVaultSecretsUser)",
    ),
    "another Python": Mistake(
        MAIN, "version: '3.13'", "version: '3.12'", "the tests run under Python 3.13"
    ),
    "another Python of the premium plan": Mistake(
        MAIN, "'Python|3.13'", "'Python|3.12'", "the tests run under Python 3.13"
    ),
    "a field that no line of the log has": Mistake(
        "alerts/outbox.kql",
        "d.outbox_age_s",
        "d.outbox_age",
        "the log has no outbox_age; is it outbox_age_s?",
    ),
    "an event that nothing logs": Mistake(
        "alerts/quiet.kql",
        '"health"',
        '"helth"',
        "nothing logs the event helth; is it health?",
    ),
    "a table of logs that there is not": Mistake(
        "alerts/poison.kql", "\ntraces", "\ntrace", "there is no table 'trace'", at="trace\n"
    ),
    "a field in the dashboard": Mistake(
        "workbook.json",
        "d.digest_state",
        "d.digest_status",
        "The digest of each day: the log has no digest_status; is it digest_state?",
    ),
    "a dashboard that is no JSON": Mistake(
        "workbook.json", '"items": [', '"items": [,', "not JSON"
    ),
    "a query that is not there": Mistake(
        ALERTS, "alerts/graph.kql", "alerts/graphs.kql", "there is no file alerts/graphs.kql"
    ),
    "a service of azd that no resource is for": Mistake(
        "azure.yaml", "  site:", "  pages:", "no resource has the tag azd-service-name: pages"
    ),
    "a setting that is missing": Mistake(
        MAIN,
        "  FORWARDED_HOPS: '2'\n",
        "",
        "the setting FORWARDED_HOPS is missing",
        at="var settings =",
    ),
    "a queue that is missing": Mistake(
        MAIN,
        "queueServices/queues@2025-01-01' = {\n  parent: queues\n  name: 'reconcile-poison'",
        "queueServices/queues@2025-01-01' existing = {\n  parent: queues\n  name: 'poison'",
        "nothing uses the queue poison",
        at="  name: 'poison'",
    ),
    "a role that is missing": Mistake(
        MAIN,
        "  scope: insights\n  name: guid(insights.id,",
        "  scope: workspace\n  name: guid(workspace.id,",
        "missing: monitoringMetricsPublisher on insights for identity",
        at="resource insights ",
    ),
    "a role that whoever deploys lacks": Mistake(
        MAIN,
        "  scope: servers\n  name: guid(servers.id,",
        "  scope: functions\n  name: guid(functions.id,",
        "missing: reader on servers for deployer",
        at="resource servers ",
    ),
    "a role too much of whoever deploys": Mistake(
        MAIN,
        "  scope: functions\n  name: guid(functions.id, deployer.id, roles.websiteContributor)",
        "  scope: vault\n  name: guid(vault.id, deployer.id, roles.websiteContributor)",
        "nothing needs websiteContributor on vault for deployer",
        at="resource deployerFunctions ",
    ),
    "a role of our own that allows more": Mistake(
        MAIN,
        "Microsoft.Web/staticSites/listSecrets/action",
        "Microsoft.Web/staticSites/*",
        "siteToken allows Microsoft.Web/staticSites/*, and should",
        at="resource siteToken ",
    ),
    "a credential without its issuer": Mistake(
        MAIN,
        "    issuer: 'https://token.actions.githubusercontent.com'\n",
        "",
        "issuer is missing",
        at="  properties: {\n    audiences",
    ),
}
