// For `azd up`, which reads this file and no other: the environment's name and size come from
// azd's environment too. `azd env new test`, then `azd env set NAME value` for each name below.
// azd env set refuses nothing: the deployment says which is missing.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param plan = readEnvironmentVariable('PLAN', 'flex')
param alwaysReady = int(readEnvironmentVariable('ALWAYS_READY', '0'))
param maximumInstances = int(readEnvironmentVariable('MAXIMUM_INSTANCES', '5'))
param dailyLogGigabytes = readEnvironmentVariable('DAILY_LOG_GIGABYTES', '0.2')
param monthlyBudget = int(readEnvironmentVariable('MONTHLY_BUDGET', '30'))
param budgetFrom = readEnvironmentVariable('BUDGET_FROM')
param domain = readEnvironmentVariable('DOMAIN', '')
param gsisEndpoint = readEnvironmentVariable('GSIS_ENDPOINT')
param gsisClientId = readEnvironmentVariable('GSIS_CLIENT_ID')
param staffClientId = readEnvironmentVariable('STAFF_CLIENT_ID')
param mailDomain = readEnvironmentVariable('MAIL_DOMAIN')
param serviceMailboxId = readEnvironmentVariable('SERVICE_MAILBOX_ID')
param secretsEnd = readEnvironmentVariable('SECRETS_END', '')
param interpreterDesk = readEnvironmentVariable('INTERPRETER_DESK')
param administratorsMail = readEnvironmentVariable('ADMINISTRATORS_MAIL')
param smsEndpoint = readEnvironmentVariable('SMS_ENDPOINT', '')
param smsSender = readEnvironmentVariable('SMS_SENDER', '')
param smokeCentre = readEnvironmentVariable('SMOKE_CENTRE', '')
param alertAddresses = split(readEnvironmentVariable('ALERT_ADDRESSES'), ',')
param backupPrincipalId = readEnvironmentVariable('BACKUP_PRINCIPAL_ID', '')
param backupPrincipalType = readEnvironmentVariable('BACKUP_PRINCIPAL_TYPE', 'ServicePrincipal')
param operatorsGroupId = readEnvironmentVariable('OPERATORS_GROUP_ID', '')
param repository = readEnvironmentVariable('DEPLOY_REPOSITORY', '')
