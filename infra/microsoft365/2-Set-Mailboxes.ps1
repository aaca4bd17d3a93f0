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

Nothing is taken away unasked: where a mailbox would leave the group, or a KEP or all its officers
the secret, the script says which and stops before it changes anything, unless you give
-RemoveOthers. So a list that was made with the wrong domain, or cut short, does no harm.

Run it before infra/azure, which asks for SERVICE_MAILBOX_ID, and again after it with the identity
that it has made: only then are rights given.

Needs the role Exchange Administrator (in Exchange: Organization Management).

.PARAMETER Mailboxes
CSV with slug, address and name: python -m infra.microsoft365.mailboxes --domain …

.PARAMETER Officers
CSV with slug and user (the user principal name): who works at which KEP, one line for each.
Without it CENTRE_ACCOUNTS is not written, since nobody would be an officer any more.

.PARAMETER IdentityClientId
IDENTITY_CLIENT_ID, an output of infra/azure. Leave both out before the first deployment.

.PARAMETER IdentityObjectId
IDENTITY_PRINCIPAL_ID, an output of infra/azure: the object id of the identity as enterprise
application.

.PARAMETER VaultName
Key Vault that takes CENTRE_ACCOUNTS as its secret centre-accounts, through az; needs -Officers.
Without it the file is all there is.

.PARAMETER RemoveOthers
Takes mailboxes that are not in the list out of the group; takes KEPs without a mailbox, and all
the officers of a KEP, out of the secret.

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
    [string] $VaultName,
    [switch] $RemoveOthers
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# Functions of a module do not see the line above. What fails must stop the script: a mailbox or a
# policy that could not be read is not one that is missing.
$PSDefaultParameterValues = @{ '*:ErrorAction' = 'Stop' }

$name = "mykeplive-$EnvironmentName"
$service = 'mykeplive'
# The same as in infra/doctor/permissions.py, where it says for which calls.
$roles = @(
    'Application Calendars.ReadWrite'
    'Application Mail.Read'
    'Application Mail.Send'
)
if ($VaultName -and -not $Officers) {
    throw '-VaultName needs -Officers: without it the secret would name no officer of any KEP.'
}

Connect-ExchangeOnline -ShowBanner:$false

# ---- the mailboxes that exist ----

$rows = @(Import-Csv -Path $Mailboxes -Encoding utf8)
$found = @{}
foreach ($row in $rows) {
    # A filter finds nothing where nothing is; with -Identity that would be an error like any other.
    $mailbox = Get-EXOMailbox -Filter "EmailAddresses -eq 'smtp:$($row.address)'"
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

# ---- who is in their group now ----

$group = Get-DistributionGroup -Filter "Alias -eq '$name'"
$members = @()
if ($group) {
    $members = @(Get-DistributionGroupMember -Identity $name -ResultSize Unlimited)
}
$wanted = @($found.Values | ForEach-Object ExternalDirectoryObjectId)
$present = @($members | ForEach-Object ExternalDirectoryObjectId)

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

# ---- who would lose what they have ----

$others = @($members | Where-Object ExternalDirectoryObjectId -NotIn $wanted | ForEach-Object PrimarySmtpAddress)
if ($VaultName) {
    $secrets = @(az keyvault secret list --vault-name $VaultName --query '[].name' --output tsv)
    if ($LASTEXITCODE -ne 0) { throw "az could not read $VaultName." }
    if ('centre-accounts' -in $secrets) {
        $secret = az keyvault secret show --vault-name $VaultName --name centre-accounts --output json
        if ($LASTEXITCODE -ne 0) { throw "az could not read centre-accounts in $VaultName." }
        $known = ($secret | ConvertFrom-Json).value | ConvertFrom-Json -AsHashtable
        # A KEP, or all the officers of one; single officers come and go.
        $others += @($known.Keys | Where-Object {
            $_ -notin $accounts.Keys -or ($known[$_]['officers'] -and -not $accounts[$_].officers)
        })
    }
}
if ($others -and -not $RemoveOthers) {
    throw "Nothing was changed: these would lose what they have: $($others -join ', '). If that is meant, add -RemoveOthers."
}

# ---- the group ----

if (-not $group -and $PSCmdlet.ShouldProcess($name, 'Make the security group')) {
    $group = New-DistributionGroup -Name $name -Alias $name -Type Security `
        -Notes 'Mailboxes that myKEPlive may reach. Kept by infra/microsoft365.'
    Set-DistributionGroup -Identity $name -HiddenFromAddressListsEnabled $true `
        -RequireSenderAuthenticationEnabled $true -MemberJoinRestriction Closed
}
foreach ($id in $wanted | Where-Object { $_ -notin $present }) {
    if ($PSCmdlet.ShouldProcess($id, "Add to $name")) {
        Add-DistributionGroupMember -Identity $name -Member $id -BypassSecurityGroupManagerCheck
    }
}
foreach ($id in $present | Where-Object { $_ -notin $wanted }) {
    if ($RemoveOthers -and $PSCmdlet.ShouldProcess($id, "Remove from $name")) {
        Remove-DistributionGroupMember -Identity $name -Member $id -BypassSecurityGroupManagerCheck -Confirm:$false
    }
}

# ---- the scope, and the rights in it ----

if ($group) {
    $filter = "MemberOfGroup -eq '$($group.DistinguishedName)'"
    $scope = Get-ManagementScope | Where-Object Name -EQ $name
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
    # Named after the identity too: an environment that is made again has another one.
    $owner = "$IdentityClientId".Substring(0, 8)
    foreach ($role in $roles) {
        $assignment = "$name $owner $($role -replace '^Application ', '')"
        if (Get-ManagementRoleAssignment -Role $role | Where-Object Name -EQ $assignment) { continue }
        if ($PSCmdlet.ShouldProcess($name, "Give $role in the scope")) {
            New-ManagementRoleAssignment -Name $assignment -App $IdentityObjectId -Role $role `
                -CustomResourceScope $name | Out-Null
        }
    }
}
else {
    Write-Output 'No rights are given yet. Deploy infra/azure, and run this again with the ids of the identity.'
}

# ---- for the settings ----

if ($Officers -and $PSCmdlet.ShouldProcess($Output, 'Write CENTRE_ACCOUNTS')) {
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
