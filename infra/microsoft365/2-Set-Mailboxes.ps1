<#
.SYNOPSIS
Lets the functions reach the mailboxes of the KEPs and of the service, and no others.

Περίληψη: φτιάχνει την ομάδα με τα γραμματοκιβώτια των ΚΕΠ, δίνει στην εφαρμογή δικαιώματα μόνο
σε αυτά και γράφει τα αναγνωριστικά τους για τις ρυθμίσεις. Μπορείτε να την τρέξετε όσες φορές
θέλετε, και κάθε φορά που προστίθεται ΚΕΠ ή αλλάζουν υπάλληλοι· με -WhatIf δείχνει μόνο τι θα έκανε.

.DESCRIPTION
RBAC for Applications: a mail-enabled security group holds the mailboxes, a management scope is
its members (members of groups within it do not count), and three application roles are given to
the identity for this scope. It may take up to two hours to work.

The mailboxes must exist. Each is an account of its own with a licence for Exchange and Teams:
it organises the meetings, and a shared mailbox without a licence cannot. Those that are missing
are named; run the script again when they are there.

Run it before infra/azure, which asks for SERVICE_MAILBOX_ID, and again after it with the identity
that it has made: only then are rights given.

Needs the role Exchange Administrator (in Exchange: Organization Management).

.PARAMETER Mailboxes
CSV with slug, address and name: python -m infra.microsoft365.mailboxes --domain …

.PARAMETER Officers
CSV with slug and user (the user principal name): who works at which KEP, one line for each.

.PARAMETER IdentityClientId
IDENTITY_CLIENT_ID, an output of infra/azure. Leave both out before the first deployment.

.PARAMETER IdentityObjectId
IDENTITY_PRINCIPAL_ID, an output of infra/azure: the object id of the identity as enterprise
application.

.PARAMETER VaultName
Key Vault that takes CENTRE_ACCOUNTS as its secret centre-accounts, through az. Without it the
file is all there is.

.EXAMPLE
./2-Set-Mailboxes.ps1 -EnvironmentName test -Mailboxes mailboxes.csv -Officers officers.csv -IdentityClientId … -IdentityObjectId … -WhatIf
#>
#Requires -Version 7.2
#Requires -Modules ExchangeOnlineManagement
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidateSet('test', 'production')] [string] $EnvironmentName,
    [Parameter(Mandatory)] [string] $Mailboxes,
    [Nullable[guid]] $IdentityClientId,
    [Nullable[guid]] $IdentityObjectId,
    [string] $Officers,
    [string] $Output = 'centre-accounts.json',
    [string] $VaultName
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$name = "mykeplive-$EnvironmentName"
$service = 'mykeplive'
# The same as in infra/doctor/permissions.py, where it says for which calls.
$roles = @(
    'Application Calendars.ReadWrite'
    'Application Mail.Read'
    'Application Mail.Send'
)

Connect-ExchangeOnline -ShowBanner:$false

# ---- the mailboxes that exist ----

$rows = @(Import-Csv -Path $Mailboxes -Encoding utf8)
$found = @{}
foreach ($row in $rows) {
    $mailbox = Get-EXOMailbox -Identity $row.address -ErrorAction SilentlyContinue
    if (-not $mailbox) {
        Write-Warning "No mailbox: $($row.address) ($($row.name))"
    }
    elseif ($mailbox.PrimarySmtpAddress -ne $row.address) {
        Write-Warning "$($row.address) is an alias of $($mailbox.PrimarySmtpAddress). It must be the primary address."
    }
    else {
        $found[$row.slug] = $mailbox
    }
}

# ---- their group ----

$group = Get-DistributionGroup -Identity $name -ErrorAction SilentlyContinue
if (-not $group -and $PSCmdlet.ShouldProcess($name, 'Make the security group')) {
    $group = New-DistributionGroup -Name $name -Alias $name -Type Security `
        -Notes 'Mailboxes that myKEPlive may reach. Kept by infra/microsoft365.'
    Set-DistributionGroup -Identity $name -HiddenFromAddressListsEnabled $true `
        -RequireSenderAuthenticationEnabled $true -MemberJoinRestriction Closed
}
$members = @()
if ($group) {
    $members = @(Get-DistributionGroupMember -Identity $name -ResultSize Unlimited)
}
$wanted = @($found.Values | ForEach-Object ExternalDirectoryObjectId)
$present = @($members | ForEach-Object ExternalDirectoryObjectId)
foreach ($id in $wanted | Where-Object { $_ -notin $present }) {
    if ($PSCmdlet.ShouldProcess($id, "Add to $name")) {
        Add-DistributionGroupMember -Identity $name -Member $id -BypassSecurityGroupManagerCheck
    }
}
foreach ($id in $present | Where-Object { $_ -notin $wanted }) {
    if ($PSCmdlet.ShouldProcess($id, "Remove from $name")) {
        Remove-DistributionGroupMember -Identity $name -Member $id -BypassSecurityGroupManagerCheck -Confirm:$false
    }
}

# ---- the scope, and the rights in it ----

if ($group) {
    $filter = "MemberOfGroup -eq '$($group.DistinguishedName)'"
    $scope = Get-ManagementScope -Identity $name -ErrorAction SilentlyContinue
    if (-not $scope) {
        if ($PSCmdlet.ShouldProcess($name, 'Make the management scope')) {
            New-ManagementScope -Name $name -RecipientRestrictionFilter $filter | Out-Null
        }
    }
    elseif ($scope.RecipientFilter -ne $filter) {
        if ($PSCmdlet.ShouldProcess($name, 'Set the management scope')) {
            Set-ManagementScope -Identity $name -RecipientRestrictionFilter $filter
        }
    }
}

if ($IdentityClientId -and $IdentityObjectId) {
    $pointer = Get-ServicePrincipal | Where-Object AppId -EQ "$IdentityClientId"
    if (-not $pointer -and $PSCmdlet.ShouldProcess($name, 'Make the identity known to Exchange')) {
        New-ServicePrincipal -AppId $IdentityClientId -ObjectId $IdentityObjectId -DisplayName $name | Out-Null
    }
    foreach ($role in $roles) {
        $assignment = "$name $($role -replace '^Application ', '')"
        if (Get-ManagementRoleAssignment -Identity $assignment -ErrorAction SilentlyContinue) { continue }
        if ($PSCmdlet.ShouldProcess($name, "Give $role in the scope")) {
            New-ManagementRoleAssignment -Name $assignment -App $IdentityObjectId -Role $role `
                -CustomResourceScope $name | Out-Null
        }
    }
}
else {
    Write-Output 'No rights are given yet. Deploy infra/azure, and run this again with the ids of the identity.'
}

# ---- what the settings need ----

$staff = @()
if ($Officers) { $staff = @(Import-Csv -Path $Officers -Encoding utf8) }
$accounts = [ordered] @{}
foreach ($slug in $found.Keys | Where-Object { $_ -ne $service } | Sort-Object) {
    $accounts[$slug] = [ordered] @{
        object_id = $found[$slug].ExternalDirectoryObjectId
        officers = @($staff | Where-Object slug -EQ $slug | ForEach-Object user)
    }
}
if ($PSCmdlet.ShouldProcess($Output, 'Write CENTRE_ACCOUNTS')) {
    $accounts | ConvertTo-Json -Depth 4 -Compress | Set-Content -Path $Output -Encoding utf8NoBOM
}
if ($VaultName -and $PSCmdlet.ShouldProcess($VaultName, 'Set the secret centre-accounts')) {
    az keyvault secret set --vault-name $VaultName --name centre-accounts --file $Output --output none
    if ($LASTEXITCODE -ne 0) { throw "az could not write to $VaultName." }
}
if ($found.ContainsKey($service)) {
    Write-Output "SERVICE_MAILBOX_ID=$($found[$service].ExternalDirectoryObjectId)"
}
Write-Output "$($accounts.Count) of $($rows.Count - 1) centres have a mailbox."

# Read-only, and the proof: InScope is True for one of ours.
if ($IdentityObjectId -and $accounts.Count) {
    $one = $found[@($accounts.Keys)[0]].PrimarySmtpAddress
    Test-ServicePrincipalAuthorization -Identity $IdentityObjectId -Resource $one | Format-Table
}
