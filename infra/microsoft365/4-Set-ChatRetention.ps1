<#
.SYNOPSIS
Keeps the chat of the KEPs' calls for the shortest time that Microsoft 365 allows: one day.

Περίληψη: ορίζει ότι η συνομιλία των κλήσεων διαγράφεται μία ημέρα αφού γραφτεί, στα ΚΕΠ και στους
υπαλλήλους τους. Μπορείτε να την τρέξετε όσες φορές θέλετε, και κάθε φορά που προστίθεται ΚΕΠ ή
υπάλληλος· με -WhatIf δείχνει μόνο τι θα έκανε.

.DESCRIPTION
A retention policy of Purview that deletes. What expires is not gone at once: Microsoft says that
it can take some days more until nobody, search for evidence included, finds it. A copy of a chat
lies with every participant who has an account, so the officers are in the policy too: all their
chats in Teams are then deleted after a day, which they must know before.

Where a longer retention or a legal hold applies to the same people, that one wins.

Needs the role Compliance Administrator.

.PARAMETER Mailboxes
The same CSV as for script 2.

.PARAMETER Officers
The same CSV as for script 2. Leave it out to delete the KEPs' own copies alone.

.PARAMETER RemoveOthers
Takes people who are in neither list out of the policy; otherwise the script names them and stops.

.EXAMPLE
./4-Set-ChatRetention.ps1 -EnvironmentName test -Mailboxes mailboxes.csv -Officers officers.csv -WhatIf
#>
#Requires -Version 7.2
#Requires -Modules ExchangeOnlineManagement
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidateSet('test', 'production')] [string] $EnvironmentName,
    [Parameter(Mandatory)] [string] $Mailboxes,
    [string] $Officers,
    [ValidateRange(1, 30)] [int] $Days = 1,
    [switch] $RemoveOthers
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# Functions of a module do not see the line above. What fails must stop the script: a mailbox or a
# policy that could not be read is not one that is missing.
$PSDefaultParameterValues = @{ '*:ErrorAction' = 'Stop' }

$name = "mykeplive-$EnvironmentName-chat"
$people = @(Import-Csv -Path $Mailboxes -Encoding utf8 | ForEach-Object address)
if ($Officers) {
    $people += @(Import-Csv -Path $Officers -Encoding utf8 | ForEach-Object user)
}
$people = @($people | Sort-Object -Unique)
if ($people.Count -gt 1000) {
    throw 'A policy with names takes 1,000 people. Use an adaptive scope instead.'
}

Connect-IPPSSession -ShowBanner:$false

$policy = $null
if (Get-RetentionCompliancePolicy | Where-Object Name -EQ $name) {
    $policy = Get-RetentionCompliancePolicy -Identity $name -DistributionDetail
}
if (-not $policy) {
    if ($PSCmdlet.ShouldProcess($name, "Make the retention policy for $($people.Count) people")) {
        New-RetentionCompliancePolicy -Name $name -TeamsChatLocation $people `
            -Comment 'Chat of the calls of the KEPs. Kept by infra/microsoft365.' | Out-Null
    }
}
else {
    $present = @($policy.TeamsChatLocation | ForEach-Object Name)
    $new = @($people | Where-Object { $_ -notin $present })
    $gone = @($present | Where-Object { $_ -notin $people })
    if ($gone -and -not $RemoveOthers) {
        throw "Nothing was changed: the chats of these would be kept again: $($gone -join ', '). If that is meant, add -RemoveOthers."
    }
    if ($new -and $PSCmdlet.ShouldProcess($name, "Add $($new.Count) people")) {
        Set-RetentionCompliancePolicy -Identity $name -AddTeamsChatLocation $new
    }
    if ($gone -and $RemoveOthers -and $PSCmdlet.ShouldProcess($name, "Remove $($gone.Count) people")) {
        Set-RetentionCompliancePolicy -Identity $name -RemoveTeamsChatLocation $gone
    }
}

$rule = Get-RetentionComplianceRule | Where-Object Name -EQ $name
if (-not $rule) {
    if ($PSCmdlet.ShouldProcess($name, "Delete after $Days day(s)")) {
        New-RetentionComplianceRule -Name $name -Policy $name -RetentionDuration $Days `
            -RetentionComplianceAction Delete -ExpirationDateOption CreationAgeInDays | Out-Null
    }
}
elseif ("$($rule.RetentionDuration)" -ne "$Days") {
    if ($PSCmdlet.ShouldProcess($name, "Delete after $Days day(s) instead of $($rule.RetentionDuration)")) {
        Set-RetentionComplianceRule -Identity $name -RetentionDuration $Days
    }
}
