<#
.SYNOPSIS
Registers the application with which staff sign in, and consents to meetings for the functions.

Περίληψη: καταχωρίζει την εφαρμογή με την οποία συνδέονται οι υπάλληλοι και δίνει στην ταυτότητα
των functions το δικαίωμα για τις τηλεδιασκέψεις. Μπορείτε να την τρέξετε όσες φορές θέλετε· με
-WhatIf δείχνει μόνο τι θα έκανε.

.DESCRIPTION
One application for each environment. There is no secret: the application trusts the managed
identity of the functions (a federated credential). Run it before infra/azure, which asks for
STAFF_CLIENT_ID, and again after it with the address and the identity that it has made. Needs the
role Privileged Role Administrator (consent), and Application Administrator.

Mailboxes are never consented to here: that would reach every mailbox of the tenant. Exchange
gives those rights for a scope (script 2), and rights add up. Consents that are too many are
shown, and taken away with -RemoveOthers.

.PARAMETER IdentityClientId
IDENTITY_CLIENT_ID, an output of infra/azure: the client id of the functions' managed identity.
Leave it out before the first deployment.

.PARAMETER PublicOrigin
PUBLIC_ORIGIN, an output of infra/azure, for example https://mykeplive.example. Leave it out before
the first deployment, where the site has no address yet; what is registered stays.

.PARAMETER OfficersGroupId
Object id of a group whose members are officers; the group gets the role. Optional: roles can
also be given in Entra under Enterprise applications.

.PARAMETER AdministratorsGroupId
The same for administrators.

.EXAMPLE
./1-Register-Apps.ps1 -EnvironmentName test -TenantId … -PublicOrigin https://… -IdentityClientId … -WhatIf
#>
#Requires -Version 7.2
#Requires -Modules Microsoft.Graph.Authentication, Microsoft.Graph.Applications
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidateSet('test', 'production')] [string] $EnvironmentName,
    [Parameter(Mandatory)] [guid] $TenantId,
    [uri] $PublicOrigin,
    [Nullable[guid]] $IdentityClientId,
    [Nullable[guid]] $OfficersGroupId,
    [Nullable[guid]] $AdministratorsGroupId,
    [switch] $RemoveOthers
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# Functions of a module do not see the line above. What fails must stop the script: a mailbox or a
# policy that could not be read is not one that is missing.
$PSDefaultParameterValues = @{ '*:ErrorAction' = 'Stop' }

$name = "myKEPlive ($EnvironmentName)"
$callback = '/api/auth/staff/callback'
# Ids of our own, the same in every run: a role with another id would be another role.
$roles = @(
    @{
        Id = '18e96515-d0f9-46db-93ae-47b37bcdb9f0'
        Value = 'Officer'
        DisplayName = 'Officer'
        Description = 'Officer of a KEP: sees the appointments of the KEPs that CENTRE_ACCOUNTS names.'
        AllowedMemberTypes = @('User')
        IsEnabled = $true
    }
    @{
        Id = '8758948a-4fe1-441a-8048-f92c4536a8cb'
        Value = 'Administrator'
        DisplayName = 'Administrator'
        Description = 'Administrator at the Ministry.'
        AllowedMemberTypes = @('User')
        IsEnabled = $true
    }
)

Connect-MgGraph -TenantId $TenantId -NoWelcome -Scopes @(
    'Application.ReadWrite.All'
    'AppRoleAssignment.ReadWrite.All'
)

# ---- the application of the staff ----

$wanted = @{ AppRoles = $roles; SignInAudience = 'AzureADMyOrg' }
$what = 'Set the two roles'
if ($PublicOrigin) {
    $address = $PublicOrigin.GetLeftPart('Authority') + $callback
    $what += " and the redirect address $address"
    $wanted.Web = @{
        RedirectUris = @($address)
        ImplicitGrantSettings = @{ EnableIdTokenIssuance = $false; EnableAccessTokenIssuance = $false }
    }
}
$app = @(Get-MgApplication -Filter "displayName eq '$name'")
if ($app.Count -gt 1) {
    throw "There are $($app.Count) applications called $name. Remove those that are not used."
}
if ($app) {
    $app = $app[0]
    if ($PSCmdlet.ShouldProcess($name, $what)) {
        Update-MgApplication -ApplicationId $app.Id @wanted
    }
}
elseif ($PSCmdlet.ShouldProcess($name, "Register. $what")) {
    $app = New-MgApplication -DisplayName $name @wanted
}
if (-not $app) {
    Write-Warning "$name does not exist yet, so the rest cannot be shown."
    return
}

$principal = Get-MgServicePrincipal -Filter "appId eq '$($app.AppId)'"
if (-not $principal -and $PSCmdlet.ShouldProcess($name, 'Add to the tenant')) {
    $principal = New-MgServicePrincipal -AppId $app.AppId
}

# ---- who is what ----

$members = @{ Officer = $OfficersGroupId; Administrator = $AdministratorsGroupId }
foreach ($role in $roles) {
    $group = $members[$role.Value]
    if (-not $group -or -not $principal) { continue }
    $held = Get-MgServicePrincipalAppRoleAssignedTo -ServicePrincipalId $principal.Id -All |
        Where-Object { $_.PrincipalId -eq "$group" -and $_.AppRoleId -eq $role.Id }
    if (-not $held -and $PSCmdlet.ShouldProcess("group $group", "Give the role $($role.Value)")) {
        New-MgServicePrincipalAppRoleAssignedTo -ServicePrincipalId $principal.Id `
            -PrincipalId "$group" -ResourceId $principal.Id -AppRoleId $role.Id | Out-Null
    }
}

Write-Output "STAFF_CLIENT_ID=$($app.AppId)"

# ---- who the functions are ----

if (-not $IdentityClientId) {
    Write-Output 'Deploy infra/azure, and run this again with -PublicOrigin and -IdentityClientId.'
    return
}
$identity = Get-MgServicePrincipal -Filter "appId eq '$IdentityClientId'"
if (-not $identity) {
    throw "There is no identity with the client id $IdentityClientId. Deploy infra/azure first."
}

# ---- no secret: the application trusts the functions' identity ----

$trust = @{
    Name = 'functions'
    Issuer = "https://login.microsoftonline.com/$TenantId/v2.0"
    Subject = $identity.Id
    Audiences = @('api://AzureADTokenExchange')
}
$known = Get-MgApplicationFederatedIdentityCredential -ApplicationId $app.Id |
    Where-Object Name -EQ $trust.Name
if (-not $known) {
    if ($PSCmdlet.ShouldProcess($name, "Trust the identity $($identity.DisplayName)")) {
        New-MgApplicationFederatedIdentityCredential -ApplicationId $app.Id -BodyParameter $trust | Out-Null
    }
}
elseif ($known.Subject -ne $trust.Subject) {
    if ($PSCmdlet.ShouldProcess($name, "Trust the identity $($identity.DisplayName) instead")) {
        Update-MgApplicationFederatedIdentityCredential -ApplicationId $app.Id `
            -FederatedIdentityCredentialId $known.Id -BodyParameter $trust | Out-Null
    }
}

# ---- the one permission that is consented to: script 3 narrows it to the KEPs ----

$graph = Get-MgServicePrincipal -Filter "appId eq '00000003-0000-0000-c000-000000000000'"
$meetings = $graph.AppRoles |
    Where-Object { $_.Value -eq 'OnlineMeetings.ReadWrite.All' -and $_.AllowedMemberTypes -contains 'Application' }
$consents = @(Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $identity.Id -All)
if (-not ($consents | Where-Object AppRoleId -EQ $meetings.Id)) {
    if ($PSCmdlet.ShouldProcess($identity.DisplayName, "Consent to $($meetings.Value)")) {
        New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $identity.Id `
            -PrincipalId $identity.Id -ResourceId $graph.Id -AppRoleId $meetings.Id | Out-Null
    }
}

foreach ($other in $consents | Where-Object AppRoleId -NE $meetings.Id) {
    $consent = $graph.AppRoles | Where-Object Id -EQ $other.AppRoleId | ForEach-Object Value
    if (-not $consent) { $consent = $other.AppRoleId }
    Write-Warning "$($identity.DisplayName) also has $consent ($($other.ResourceDisplayName)), which it does not need."
    if ($RemoveOthers -and $PSCmdlet.ShouldProcess($identity.DisplayName, "Take away $consent")) {
        Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $identity.Id -AppRoleAssignmentId $other.Id
    }
}
