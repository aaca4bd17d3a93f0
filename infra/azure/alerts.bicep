/*
  Who is told when something is wrong, and the dashboard.

  Each alert is called as its runbook: /en/operate/alerts/#<name> on the site. The queries
  (alerts/*.kql) read the log lines that functions/ writes, one JSON object each; `make bicep`
  checks that the fields are those that the code writes.
*/

param addresses string[]
param base string
param budgetFrom string
param insightsName string
param location string
param monthlyBudget int
param publicOrigin string
param tags object
param vaultName string
param workspaceName string

var runbooks = '${publicOrigin}/en/operate/alerts/'

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspaceName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${base}-operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'mykeplive'
    emailReceivers: [
      for (address, i) in addresses: {
        name: 'operator-${i}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

// ---- from outside: does the health page answer, and is the certificate good for two weeks more ----

resource healthTest 'Microsoft.Insights/webtests@2022-06-15' = {
  name: '${base}-health'
  location: location
  tags: union(tags, { 'hidden-link:${insights.id}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: '${base}-health'
    Name: '${base}-health'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    // Amsterdam, Dublin, Paris
    Locations: [
      { Id: 'emea-nl-ams-azr' }
      { Id: 'emea-gb-db3-azr' }
      { Id: 'emea-fr-pra-edge' }
    ]
    Request: {
      HttpVerb: 'GET'
      RequestUrl: '${publicOrigin}/api/health'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200 // 503 while store, outbox or digest is red
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
    }
  }
}

resource healthAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'health'
  location: 'global'
  tags: tags
  properties: {
    description: 'The health page is red, does not answer, or its certificate ends soon. ${runbooks}#health'
    enabled: true
    severity: 0
    scopes: [insights.id, healthTest.id]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      componentId: insights.id
      webTestId: healthTest.id
      failedLocationCount: 2 // one alone is the internet
    }
    actions: [{ actionGroupId: operators.id }]
  }
}

// ---- from inside: what the logs say ----

// severity: 0 somebody gets up, 1 today, 2 this week
var logAlerts = [
  {
    name: 'digest'
    severity: 0
    says: 'The interpreters\' desk has not got the digest, which must go before 19:00 (circular R11).'
    query: loadTextContent('alerts/digest.kql')
    // Somebody must have the time to telephone. Looking every minute costs more, and is worth it here alone.
    every: 'PT1M'
    over: 'PT30M'
  }
  {
    name: 'quiet'
    severity: 0
    says: 'A timer has stopped, that of the digest or that of the outbox: mails do not go.'
    query: loadTextContent('alerts/quiet.kql')
    every: 'PT5M'
    over: 'PT15M'
  }
  {
    name: 'outbox'
    severity: 1
    says: 'Somebody has waited more than 30 minutes for a link or a mail.'
    query: loadTextContent('alerts/outbox.kql')
    every: 'PT5M'
    over: 'PT15M'
  }
  {
    name: 'errors'
    severity: 1
    says: 'Of the requests, more than 2 in 100 failed, and at least 5.'
    query: loadTextContent('alerts/errors.kql')
    every: 'PT5M'
    over: 'PT15M'
  }
  {
    name: 'poison'
    severity: 1
    says: 'A message failed five times. The sweep still tries the appointment; why it failed is to be found out.'
    query: loadTextContent('alerts/poison.kql')
    every: 'PT5M'
    over: 'PT15M'
  }
  {
    name: 'graph'
    severity: 2
    says: 'Microsoft 365 refuses or slows what is asked of it.'
    query: loadTextContent('alerts/graph.kql')
    every: 'PT15M'
    over: 'PT1H'
  }
]

resource logAlertRules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: alert.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.name
      description: '${alert.says} ${runbooks}#${alert.name}'
      enabled: true
      severity: alert.severity
      scopes: [insights.id]
      evaluationFrequency: alert.every
      windowSize: alert.over
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count' // each query returns rows only where something is wrong
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [operators.id] }
    }
  }
]

// With the daily cap reached all the queries above see nothing: this one looks elsewhere.
resource logCapAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'log-cap'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'log-cap'
    description: 'The day\'s logs have reached their cap; until it is lifted the other alerts see nothing. ${runbooks}#log-cap'
    enabled: true
    severity: 1
    scopes: [workspace.id]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: loadTextContent('alerts/log-cap.kql')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [operators.id] }
  }
}

// ---- secrets that end: 30 days before, and when it has happened ----

resource vaultEvents 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${base}-vault-events'
  location: location
  tags: tags
  properties: {
    source: vault.id
    topicType: 'Microsoft.KeyVault.vaults'
  }
}

resource secretExpiry 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: vaultEvents
  name: 'secret-expiry'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0' // alerts take no other
    filter: {
      includedEventTypes: [
        'Microsoft.KeyVault.SecretNearExpiry'
        'Microsoft.KeyVault.SecretExpired'
      ]
    }
    destination: {
      endpointType: 'MonitorAlert'
      properties: {
        severity: 'Sev1'
        description: 'A secret ends soon or has ended. ${runbooks}#secret-expiry'
        actionGroups: [operators.id]
      }
    }
  }
}

// ---- money ----

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: '${base}-month'
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: { startDate: budgetFrom }
    notifications: {
      nearly: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: addresses
      }
      over: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: addresses
      }
    }
  }
}

// ---- the dashboard ----

resource dashboard 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'dashboard')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: '${base}: is it working?'
    category: 'workbook'
    serializedData: loadTextContent('workbook.json')
    sourceId: insights.id
  }
}
