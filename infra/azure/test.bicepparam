// The test environment. What names people or belongs to one tenant comes from variables of the
// environment: GitHub's, or azd's (main.bicepparam).
using 'main.bicep'

param environmentName = 'test'
param alwaysReady = 0 // nobody minds waiting
param maximumInstances = 5
param dailyLogGigabytes = '0.2'
param monthlyBudget = 30
param budgetFrom = readEnvironmentVariable('BUDGET_FROM')
param domain = readEnvironmentVariable('DOMAIN', '')
param gsisEndpoint = 'https://test.gsis.gr/oauth2server'
param gsisClientId = readEnvironmentVariable('GSIS_CLIENT_ID')
param staffClientId = readEnvironmentVariable('STAFF_CLIENT_ID')
param mailDomain = readEnvironmentVariable('MAIL_DOMAIN')
param serviceMailboxId = readEnvironmentVariable('SERVICE_MAILBOX_ID')
param secretsEnd = readEnvironmentVariable('SECRETS_END', '')
param interpreterDesk = readEnvironmentVariable('INTERPRETER_DESK') // a mailbox of the testers'
param administratorsMail = readEnvironmentVariable('ADMINISTRATORS_MAIL')
param smsEndpoint = readEnvironmentVariable('SMS_ENDPOINT', '')
param smsSender = readEnvironmentVariable('SMS_SENDER', '')
param smokeCentre = readEnvironmentVariable('SMOKE_CENTRE', '')
param alertAddresses = split(readEnvironmentVariable('ALERT_ADDRESSES'), ',')
param backupPrincipalId = readEnvironmentVariable('BACKUP_PRINCIPAL_ID', '')
param backupPrincipalType = readEnvironmentVariable('BACKUP_PRINCIPAL_TYPE', 'ServicePrincipal')
param operatorsGroupId = readEnvironmentVariable('OPERATORS_GROUP_ID', '')
param repository = readEnvironmentVariable('DEPLOY_REPOSITORY', '')
