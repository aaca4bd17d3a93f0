/*
  What production runs on, in one resource group for each environment.

      citizen ─▶ static site (/) ──▶ functions (/api) ─┬▶ data storage: one table, the appointments
                                                       ├▶ host storage: queue, timers' locks, the package
                                                       ├▶ vault: secrets, read by reference
                                                       └▶ logs ─▶ alerts (alerts.bicep)

  The functions have one identity and no password: shared keys of the storage are off, and so
  is local authentication of Application Insights. The same identity has its rights in
  Microsoft 365 (infra/microsoft365), which is why it is not tied to the life of the app.

  Deploying twice changes nothing: every name follows from the resource group, and no value
  is made here. Values of secrets are never here either; infra/azure/README.md says how they
  come into the vault.
*/

targetScope = 'resourceGroup'

// ---- what differs between environments ----

@description('Which environment this is; azd names it the same.')
@allowed(['test', 'production'])
param environmentName string

@description('Begins every name.')
@minLength(3)
@maxLength(7)
param prefix string = 'mykep'

@description('Where everything is but the static site: a region of the European Union that has a pair there.')
param location string = resourceGroup().location

@description('Where the static site is managed from; its files are served from everywhere.')
@allowed(['westeurope'])
param siteLocation string = 'westeurope'

@description('Flex Consumption, or Elastic Premium should the static site refuse to link a Flex app.')
@allowed(['flex', 'elasticPremium'])
param plan string = 'flex'

@description('HTTP instances that never sleep; with 0 the first citizen of the morning waits.')
@minValue(0)
@maxValue(20)
param alwaysReady int

@description('Instances at most. Also a limit of what an attack can cost.')
@minValue(1)
@maxValue(100)
param maximumInstances int

@description('The site\'s own domain, such as www.mykeplive.example, whose CNAME names the site already; empty the first time.')
param domain string = ''

@description('Microsoft 365: domain of the centres\' mailboxes, `<slug>@` this.')
param mailDomain string

@description('Microsoft 365: object id of the mailbox that sends the digest and notices.')
param serviceMailboxId string

@description('Microsoft 365: id of the application with which staff sign in.')
param staffClientId string

@description('GSIS: production, or https://test.gsis.gr/oauth2server.')
param gsisEndpoint string = 'https://oauth2.gsis.gr/oauth2server'

@description('GSIS: the client\'s name, which KED gives out.')
param gsisClientId string

@description('First day on which a secret or certificate has ended, such as 2027-05-31; empty where none ends.')
param secretsEnd string = ''

@description('Who gets the interpreter requests (circular R11); elsewhere than in production never the Foundation.')
param interpreterDesk string

@description('Who gets notices about appointments that need somebody.')
param administratorsMail string

@description('Gateway for text messages; empty where there is none.')
param smsEndpoint string = ''

@description('The sender that a text message shows.')
param smsSender string = ''

@description('Centre at which the smoke test books and cancels, in no list of the catalogue; empty: it does not.')
param smokeCentre string = ''

@description('Who gets the alerts.')
@minLength(1)
param alertAddresses string[]

@description('Object id of the Entra group that may write secrets; empty gives nobody the right.')
param operatorsGroupId string = ''

@description('Repository at GitHub whose workflow deploys, owner/name, as its tokens name it; empty: none does.')
param repository string = ''

@description('Object id in Entra of who copies the appointments each night; empty while nobody does.')
param backupPrincipalId string = ''

@description('What that is in Entra: a person signs in to copy by hand.')
@allowed(['ServicePrincipal', 'User', 'Group'])
param backupPrincipalType string = 'ServicePrincipal'

@description('Gigabytes of logs a day before ingestion stops, as text because Bicep has no fractions.')
param dailyLogGigabytes string

@description('Budget of a month in the subscription\'s currency; mails go out at 80 % and 100 %.')
@minValue(1)
param monthlyBudget int

@description('First day of the month of the first deployment. Azure lets nobody change it later.')
param budgetFrom string

// ---- names ----

var isProduction = environmentName == 'production'
var isFlex = plan == 'flex'
var groupId = resourceGroup().id
var unique = uniqueString(groupId)
var base = '${prefix}-${environmentName}'
var tags = { application: 'mykeplive', environment: environmentName }
var publicHost = empty(domain) ? site.properties.defaultHostname : domain
var publicOrigin = 'https://${publicHost}'

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roles = {
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fae8'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  storageTableDataReader: '76199698-9eea-4c19-bc75-cec21354c6b6'
  websiteContributor: 'de139f84-1756-47ae-9be6-808fbbe84772'
}

// ---- who the functions are ----

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${base}-identity'
  location: location
  tags: tags
}

// ---- who deploys from GitHub ----

// An identity of its own: what the functions may read, a workflow need not.
resource deployer 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = if (!empty(repository)) {
  name: '${base}-deployer'
  location: location
  tags: tags
}

// No password: a token that GitHub signs for a job of this repository in this environment, and for no other.
resource github 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2024-11-30' = if (!empty(repository)) {
  parent: deployer
  name: 'github-${environmentName}'
  properties: {
    audiences: ['api://AzureADTokenExchange']
    issuer: 'https://token.actions.githubusercontent.com'
    subject: 'repo:${repository}:environment:${environmentName}'
  }
}

// A role of ours, as Website Contributor knows no static sites (its Microsoft.Web/sites/* does not reach
// staticSites) and Contributor could delete the site. With the token one uploads files, and nothing else.
resource siteToken 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (!empty(repository)) {
  name: guid(groupId, 'site-token')
  properties: {
    roleName: '${base}-site-token-${unique}' // one in the whole tenant
    description: 'Reads the token with which the files of the static site are deployed.'
    type: 'CustomRole'
    assignableScopes: [groupId]
    permissions: [
      { actions: ['Microsoft.Web/staticSites/listSecrets/action'] }
    ]
  }
}

// ---- the appointments ----

// An account of its own, so that no right which the Functions host needs reaches personal data.
resource dataStorage 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: '${prefix}data${unique}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    // Three buildings, and a copy in the paired region, which is in the Union too.
    name: isProduction ? 'Standard_GZRS' : 'Standard_LRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

// Tables know no soft delete: a row that is gone is gone. What protects them is the lock below,
// the copies above, and the export that the operators' page on restoring describes. No diagnostic
// setting either: the addresses in its log would hold the keys of rows.
resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' = {
  parent: dataStorage
  name: 'default'
}

resource appointments 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = {
  parent: tables
  name: 'mykeplive'
}

resource dataLock 'Microsoft.Authorization/locks@2020-05-01' = if (isProduction) {
  scope: dataStorage
  name: 'appointments'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the citizens\' appointments.'
  }
}

// ---- what the Functions host keeps ----

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: '${prefix}host${unique}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: isProduction ? 'Standard_ZRS' : 'Standard_LRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: hostStorage
  name: 'default'
  properties: {
    containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    deleteRetentionPolicy: { enabled: true, days: 14 }
  }
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: 'packages'
  properties: {
    publicAccess: 'None'
  }
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' = {
  parent: hostStorage
  name: 'default'
}

// A message holds a reference and nothing else.
resource reconcileQueue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = {
  parent: queues
  name: 'reconcile'
}

// The host would make it with the first message that failed five times; made here, it can be looked into.
resource poisonQueue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = {
  parent: queues
  name: 'reconcile-poison'
}

// ---- secrets ----

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: '${prefix}-${unique}'
  location: location
  tags: tags
  properties: {
    enablePurgeProtection: true
    enableRbacAuthorization: true
    enableSoftDelete: true
    publicNetworkAccess: 'Enabled'
    sku: { family: 'A', name: 'standard' }
    softDeleteRetentionInDays: 90
    tenantId: tenant().tenantId
  }
}

// Who read or changed a secret.
resource vaultLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    logs: [
      { category: 'AuditEvent', enabled: true }
    ]
    workspaceId: workspace.id
  }
}

// ---- logs ----

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: '${base}-logs'
  location: location
  tags: tags
  properties: {
    features: { disableLocalAuth: true }
    retentionInDays: 30
    sku: { name: 'PerGB2018' }
    workspaceCapping: { dailyQuotaGb: json(dailyLogGigabytes) }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${base}-insights'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    DisableIpMasking: false // addresses of citizens are not kept
    DisableLocalAuth: true
    IngestionMode: 'LogAnalytics'
    WorkspaceResourceId: workspace.id
  }
}

// ---- the functions ----

resource servers 'Microsoft.Web/serverfarms@2024-11-01' = {
  // A plan cannot become one of the other kind; with its name in the name a new one is made.
  name: '${base}-${plan}'
  location: location
  tags: tags
  kind: isFlex ? 'functionapp' : 'elastic'
  sku: isFlex ? { tier: 'FlexConsumption', name: 'FC1' } : { tier: 'ElasticPremium', name: 'EP1' }
  properties: {
    maximumElasticWorkerCount: isFlex ? null : maximumInstances
    reserved: true // Linux
  }
}

resource functions 'Microsoft.Web/sites@2024-11-01' = {
  name: '${base}-${plan}-${unique}'
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    clientAffinityEnabled: false
    functionAppConfig: isFlex ? {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}${packages.name}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'python', version: '3.13' }
      scaleAndConcurrency: {
        alwaysReady: alwaysReady > 0 ? [{ name: 'http', instanceCount: alwaysReady }] : []
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstances
      }
    } : null
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    publicNetworkAccess: 'Enabled'
    serverFarmId: servers.id
    siteConfig: {
      ftpsState: 'Disabled'
      http20Enabled: true
      linuxFxVersion: isFlex ? null : 'Python|3.13'
      minTlsVersion: '1.2'
      minimumElasticInstanceCount: isFlex ? null : max(alwaysReady, 1)
      remoteDebuggingEnabled: false
    }
  }
  // The host reads its storage when it starts.
  dependsOn: [hostBlobs, hostQueues, hostTables, dataTables, vaultSecrets]
}

// What functions/settings.py reads. Secrets: names of the vault's secrets, in README.md beside this file.
var secret = '@Microsoft.KeyVault(VaultName=${vault.name};SecretName='
var settings = {
  ADMINISTRATORS_MAIL: administratorsMail
  CENTRE_ACCOUNTS: '${secret}centre-accounts)' // names of officers: no secret, but nobody else's business
  CITIZEN_KEY: '${secret}citizen-key)'
  DATA_KEYS: '${secret}data-keys)'
  ENTRA_AUTHORITY: '${environment().authentication.loginEndpoint}${tenant().tenantId}'
  FORWARDED_HOPS: '2'
  GRAPH_CLIENT_ID: identity.properties.clientId
  GRAPH_ENDPOINT: 'https://graph.microsoft.com/v1.0'
  GSIS_CLIENT_ID: gsisClientId
  GSIS_CLIENT_SECRET: '${secret}gsis-client-secret)'
  GSIS_ENDPOINT: gsisEndpoint
  INTERPRETER_DESK: interpreterDesk
  MAIL_DOMAIN: mailDomain
  PUBLIC_ORIGIN: publicOrigin
  QUEUE_ENDPOINT: hostStorage.properties.primaryEndpoints.queue
  SECRETS_END: secretsEnd
  SERVICE_MAILBOX_ID: serviceMailboxId
  SESSION_KEYS: '${secret}session-keys)'
  SMOKE_CENTRE: smokeCentre
  SMS_ENDPOINT: smsEndpoint
  SMS_KEY: empty(smsEndpoint) ? '' : '${secret}sms-key)'
  SMS_SENDER: smsSender
  STAFF_CLIENT_ID: staffClientId
  STORE: 'tables'
  TABLES_ENDPOINT: dataStorage.properties.primaryEndpoints.table
}

// What the Functions host reads.
var hostSettings = {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  AzureWebJobsStorage__accountName: hostStorage.name
  AzureWebJobsStorage__clientId: identity.properties.clientId
  AzureWebJobsStorage__credential: 'managedidentity'
}

// Flex refuses these, since functionAppConfig says them. A premium plan would keep the package on a file
// share, which knows no identity; from a blob it needs neither share nor key.
var premiumSettings = {
  FUNCTIONS_EXTENSION_VERSION: '~4'
  FUNCTIONS_WORKER_RUNTIME: 'python'
  WEBSITE_RUN_FROM_PACKAGE: '${hostStorage.properties.primaryEndpoints.blob}${packages.name}/functions.zip'
  WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: identity.id
}

resource appSettings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: functions
  name: 'appsettings'
  properties: union(settings, hostSettings, isFlex ? {} : premiumSettings)
}

// No user name and password beside Entra.
resource noFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: functions
  name: 'ftp'
  properties: { allow: false }
}

resource noBasicPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: functions
  name: 'scm'
  properties: { allow: false }
}

// ---- the site ----

resource site 'Microsoft.Web/staticSites@2024-11-01' = {
  name: '${base}-site'
  location: siteLocation
  tags: union(tags, { 'azd-service-name': 'site' })
  sku: { name: 'Standard', tier: 'Standard' } // Free cannot link functions
  properties: {
    allowConfigFileUpdates: true // staticwebapp.config.json is in what is deployed
    buildProperties: { skipGithubActionWorkflowGeneration: true }
    stagingEnvironmentPolicy: 'Disabled' // a linked app serves production alone
  }
}

// /api of the site. From now on the functions answer the site and nobody else.
resource backend 'Microsoft.Web/staticSites/linkedBackends@2024-11-01' = {
  parent: site
  name: 'functions'
  properties: {
    backendResourceId: functions.id
    region: location
  }
}

// Waits until the domain's CNAME names the site, and fails where it does not. What it must name is made here,
// so the first deployment is without a domain; and the root of one can have no CNAME.
resource ownDomain 'Microsoft.Web/staticSites/customDomains@2024-11-01' = if (!empty(domain)) {
  parent: site
  name: empty(domain) ? 'none' : domain
  properties: { validationMethod: 'cname-delegation' }
}

// ---- rights: one assignment for each resource and use ----

resource dataTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  // The store. Scoped to the account and not to its one table: a transaction is posted to the account.
  scope: dataStorage
  name: guid(dataStorage.id, identity.id, roles.storageTableDataContributor)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
  }
}

resource hostBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  // The host: timers' locks, its own keys, the package that it runs. Less than owner it does not accept.
  scope: hostStorage
  name: guid(hostStorage.id, identity.id, roles.storageBlobDataOwner)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
  }
}

resource hostQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  // We post, the host's queue trigger reads, deletes and moves to the poison queue.
  scope: hostStorage
  name: guid(hostStorage.id, identity.id, roles.storageQueueDataContributor)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageQueueDataContributor)
  }
}

resource hostTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  // The host's diagnostic events: why an app that does not start does not start.
  scope: hostStorage
  name: guid(hostStorage.id, identity.id, roles.storageTableDataContributor)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
  }
}

resource vaultSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, roles.keyVaultSecretsUser)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource insightsMetrics 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, identity.id, roles.monitoringMetricsPublisher)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
  }
}

resource operatorsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorsGroupId)) {
  // People, to write and rotate secrets.
  scope: vault
  name: guid(vault.id, operatorsGroupId, roles.keyVaultSecretsOfficer)
  properties: {
    principalId: operatorsGroupId
    principalType: 'Group'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsOfficer)
  }
}

resource backupTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(backupPrincipalId)) {
  // infra/backup.py, to read and nothing else.
  scope: dataStorage
  name: guid(dataStorage.id, backupPrincipalId, roles.storageTableDataReader)
  properties: {
    principalId: backupPrincipalId
    principalType: backupPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataReader)
  }
}

resource deployerFunctions 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(repository)) {
  // The package, posted to the app's own deployment service with the identity's token; a Flex app then puts it
  // into the container as itself, so nothing of the storage is given here. Whoever may change the code
  // can do what the app can: the environment at GitHub guards this identity.
  scope: functions
  name: guid(functions.id, deployer.id, roles.websiteContributor)
  properties: {
    principalId: deployer.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.websiteContributor)
  }
}

resource deployerServers 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(repository)) {
  // az looks at the plan before it sends the package.
  scope: servers
  name: guid(servers.id, deployer.id, roles.reader)
  properties: {
    principalId: deployer.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.reader)
  }
}

resource deployerPackage 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(repository) && !isFlex) {
  // A premium app runs the package from this container and takes none by post: release.yml puts it there.
  scope: packages
  name: guid(packages.id, deployer.id, roles.storageBlobDataContributor)
  properties: {
    principalId: deployer.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
  }
}

resource deployerSite 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(repository)) {
  scope: site
  name: guid(site.id, deployer.id, siteToken.name)
  properties: {
    principalId: deployer.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', siteToken.name)
  }
}

// The secrets of the smoke test's user are not made here, and their vault as a whole would be too much:
// the operators' page on deploying gives the right to each of the four by hand, in the test environment.

// ---- alerts, the dashboard, the budget ----

module alerts 'alerts.bicep' = {
  name: 'alerts'
  params: {
    addresses: alertAddresses
    base: base
    budgetFrom: budgetFrom
    insightsName: insights.name
    location: location
    monthlyBudget: monthlyBudget
    publicOrigin: publicOrigin
    tags: tags
    vaultName: vault.name
    workspaceName: workspace.name
  }
}

// ---- what whoever deploys needs to know; azd keeps them in its environment ----

output PUBLIC_ORIGIN string = publicOrigin
output SITE_NAME string = site.name
output FUNCTIONS_NAME string = functions.name
output VAULT_NAME string = vault.name
output DATA_STORAGE_NAME string = dataStorage.name
output HOST_STORAGE_NAME string = hostStorage.name
output IDENTITY_CLIENT_ID string = identity.properties.clientId
output IDENTITY_PRINCIPAL_ID string = identity.properties.principalId
output DEPLOY_CLIENT_ID string = empty(repository) ? '' : deployer.properties.clientId
output DEPLOY_PRINCIPAL_ID string = empty(repository) ? '' : deployer.properties.principalId
