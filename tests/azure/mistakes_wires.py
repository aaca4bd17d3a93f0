"""Mistakes that Azure would take: a thing is wired to the wrong one, a role given wrongly."""

from tests.azure.mistakes import ALERTS, MAIN, Mistake

WIRES = {
    "appointments in the host's storage": Mistake(
        MAIN,
        "TABLES_ENDPOINT: dataStorage.",
        "TABLES_ENDPOINT: hostStorage.",
        "settings: TABLES_ENDPOINT should be dataStorage.properties.primaryEndpoints.table",
    ),
    "the plan behind the site": Mistake(
        MAIN,
        "backendResourceId: functions.id",
        "backendResourceId: servers.id",
        "backend: properties.backendResourceId should be functions.id",
    ),
    "a module's names swapped": Mistake(
        MAIN,
        "    vaultName: vault.name\n    workspaceName: workspace.name",
        "    vaultName: workspace.name\n    workspaceName: vault.name",
        "alerts: params.vaultName should be vault.name",
    ),
    "a module on a condition": Mistake(
        MAIN,
        "module alerts 'alerts.bicep' = {",
        "module alerts 'alerts.bicep' = if (isProduction) {",
        "alerts: there should be no `if`",
    ),
    "a queue among the tables": Mistake(
        MAIN, "  parent: queues", "  parent: tables", "the parent of reconcileQueue should be"
    ),
    "a queue without a parent": Mistake(
        MAIN,
        "  parent: queues\n",
        "",
        "the parent of reconcileQueue should be of type",
        at="resource reconcileQueue",
    ),
    "references that nobody resolves": Mistake(
        MAIN,
        "    keyVaultReferenceIdentity: identity.id\n",
        "",
        "functions: properties.keyVaultReferenceIdentity should be identity.id",
        at="resource functions ",
    ),
    "a second identity": Mistake(
        MAIN,
        "    type: 'UserAssigned'\n",
        "    type: 'SystemAssigned, UserAssigned'\n",
        "functions: identity should be { type: 'UserAssigned'",
        at="  identity: {",
    ),
    "tokens for somebody else": Mistake(
        MAIN,
        "api://AzureADTokenExchange",
        "api://AzureAdTokenExchange",
        "github: properties.audiences should be",
    ),
    "tokens of any environment": Mistake(
        MAIN,
        "${repository}:environment:${environmentName}",
        "${repository}:ref:refs/heads/main",
        "github: properties.subject should be",
    ),
    "settings under another name": Mistake(
        MAIN,
        "  name: 'appsettings'",
        "  name: 'connectionstrings'",
        "appSettings: name should be 'appsettings'",
    ),
    "a reference that Azure does not know": Mistake(
        MAIN, "@Microsoft.KeyVault(", "@Microsoft.Keyvault(", "secret: value should be"
    ),
    "a reference with a comma": Mistake(
        MAIN, "vault.name};SecretName", "vault.name},SecretName", "secret: value should be"
    ),
    "a word that the host does not know": Mistake(
        MAIN,
        "Authorization=AAD",
        "Authorisation=AAD",
        "hostSettings: APPLICATIONINSIGHTS_AUTHENTICATION_STRING should be",
    ),
    "a store that the code does not know": Mistake(
        MAIN, "STORE: 'tables'", "STORE: 'table'", "settings: STORE should be 'tables'"
    ),
    "a number for a text": Mistake(
        MAIN, "FORWARDED_HOPS: '2'", "FORWARDED_HOPS: 2", "settings: FORWARDED_HOPS should be '2'"
    ),
    "two settings swapped": Mistake(
        MAIN,
        "ADMINISTRATORS_MAIL: administratorsMail",
        "ADMINISTRATORS_MAIL: interpreterDesk",
        "ADMINISTRATORS_MAIL should be the parameter of this name",
    ),
    "events of something else": Mistake(
        ALERTS,
        "topicType: 'Microsoft.KeyVault.vaults'",
        "topicType: 'Microsoft.KeyVault.vault'",
        "vaultEvents: properties.topicType should be",
    ),
    "an event that there is not": Mistake(
        ALERTS,
        "'Microsoft.KeyVault.SecretExpired'",
        "'Microsoft.KeyVault.SecretExpire'",
        "secretExpiry: properties.filter.includedEventTypes should be",
        at="[\n        'Microsoft.KeyVault",
    ),
    "a health page that there is not": Mistake(
        ALERTS, "/api/health'", "/api/healt'", "healthTest: properties.Request.RequestUrl should be"
    ),
    "an alert that looks at the vault": Mistake(
        ALERTS,
        "scopes: [insights.id]",
        "scopes: [vault.id]",
        "logAlertRules: properties.scopes should be [insights.id]",
    ),
    "a budget that is never reached": Mistake(
        ALERTS, "threshold: 80", "threshold: 8000", "budget: properties.notifications.nearly"
    ),
}

ROLES = {
    "a role on a condition": Mistake(
        MAIN,
        "resource vaultSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {",
        "resource vaultSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (false) {",
        "identity.id gets this on no condition, not on false",
    ),
    "a role on another's condition": Mistake(
        MAIN,
        "roleAssignments@2022-04-01' = if (!empty(operatorsGroupId)) {",
        "roleAssignments@2022-04-01' = if (!empty(repository)) {",
        "operatorsGroupId gets this on !empty(operatorsGroupId), not on !empty(repository)",
    ),
    "the id of something else than a role": Mistake(
        MAIN,
        "'Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser",
        "'Microsoft.Authorization/roleAssignments', roles.keyVaultSecretsUser",
        "should be subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyV",
    ),
    "a group that is no person": Mistake(
        MAIN, "principalType: 'Group'", "principalType: 'User'", "operatorsGroupId is Group"
    ),
    "a principal of no type": Mistake(
        MAIN,
        "    principalType: 'Group'\n",
        "",
        "principalType is missing",
        at="resource operatorsSecrets",
    ),
    "a role elsewhere": Mistake(
        ALERTS,
        "// ---- money ----\n",
        "resource extra 'Microsoft.Authorization/roleAssignments@2022-04-01' = {\n"
        "  name: 'a'\n  properties: { principalId: 'a', roleDefinitionId: 'b' }\n}\n",
        "a role is given here: it belongs into main.bicep",
    ),
}
