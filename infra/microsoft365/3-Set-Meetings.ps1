<#
.SYNOPSIS
Sets the rules of the KEPs' meetings in Teams, and opens these meetings to the functions.

Περίληψη: ορίζει ότι οι κλήσεις των ΚΕΠ δεν εγγράφονται, δεν απομαγνητοφωνούνται, δεν έχουν
σύνοψη, Copilot ή παρουσιολόγιο, και ότι μπαίνουν σε αυτές πολίτες χωρίς λογαριασμό. Επιτρέπει στην
εφαρμογή να ασφαλίζει αυτές τις κλήσεις. Μπορείτε να την τρέξετε όσες φορές θέλετε· με -WhatIf
δείχνει μόνο τι θα έκανε.

.DESCRIPTION
Two policies, both granted to the group that script 2 makes: one with the rules of the circular
(R4, R6, R7, R9), and an application access policy, without which Graph refuses the meetings of an
organiser even to an application with the permission. They may take some hours, and 30 minutes, to
work. Needs the role Teams Administrator.

The rules of the organiser (the KEP) decide for the meeting. The officers' group gets the same ones
if you name it, so that nothing depends on who presses a button.

.PARAMETER OfficersGroup
Object id of a security group of the officers. Optional.

.PARAMETER AllowAnonymousInTenant
Lets people without an account join meetings of this tenant, if that is off for the whole tenant:
then no citizen can join. It concerns every organiser whose own policy allows it, so it has to be
asked for.

.EXAMPLE
./3-Set-Meetings.ps1 -EnvironmentName test -TenantId … -IdentityClientId … -GroupId … -WhatIf
#>
#Requires -Version 7.2
#Requires -Modules MicrosoftTeams
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidateSet('test', 'production')] [string] $EnvironmentName,
    [Parameter(Mandatory)] [guid] $TenantId,
    [Parameter(Mandatory)] [guid] $IdentityClientId,
    [Parameter(Mandatory)] [guid] $GroupId,
    [Nullable[guid]] $OfficersGroup,
    [int] $Rank = 1,
    [switch] $AllowAnonymousInTenant
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# Functions of a module do not see the line above. What fails must stop the script: a mailbox or a
# policy that could not be read is not one that is missing.
$PSDefaultParameterValues = @{ '*:ErrorAction' = 'Stop' }

$name = "mykeplive-$EnvironmentName"
$rules = [ordered] @{
    # R6: nothing is kept of a call.
    AllowCloudRecording = $false
    AllowTranscription = $false
    AutoRecording = 'Disabled'
    AllowIntelligentRecap = $false
    # Not 'Disabled': that is only what a meeting begins with, and the officers, who are its
    # co-organisers, could switch Copilot on in its options, with a transcript that nobody sees. This
    # one is enforced: Copilot needs a transcript that is kept, and nobody may start one, by
    # AllowTranscription of the organiser and by each meeting's own setting. So it has nothing.
    # https://learn.microsoft.com/microsoftteams/copilot-teams-transcription
    Copilot = 'EnabledWithTranscript'
    AutomaticallyStartCopilot = 'Disabled'
    AllowMeetingCoach = $false
    AllowEngagementReport = 'Disabled'
    AllowSharedNotes = $false
    AllowWhiteboard = $false
    AllowMeetingRegistration = $false
    EnrollUserOverride = 'Disabled'
    # R4: citizens come without an account, wait in the lobby, and are admitted.
    AllowAnonymousUsersToJoinMeeting = $true
    AllowAnonymousUsersToStartMeeting = $false
    AutoAdmittedUsers = 'OrganizerOnly'
    AllowPSTNUsersToBypassLobby = $false
    # The officer identifies the citizen (R5): neither a passcode nor a picture puzzle before that.
    AnonymousUserAuthenticationMethod = 'None'
    CaptchaVerificationForMeetingJoin = 'NotRequired'
    # R7 and R9: camera and chat are on. Captions are shown and not kept; they help who hears badly.
    AllowIPVideo = $true
    MeetingChatEnabledType = 'Enabled'
    LiveCaptionsEnabledType = 'DisabledUserOverride'
}

Connect-MicrosoftTeams -TenantId $TenantId | Out-Null

# ---- the rules ----

$parameters = (Get-Command Set-CsTeamsMeetingPolicy).Parameters
foreach ($rule in @($rules.Keys)) {
    if (-not $parameters.ContainsKey($rule)) {
        Write-Warning "This version of the module MicrosoftTeams does not know $rule. Update it, and run this again."
        $rules.Remove($rule)
    }
}
$policy = Get-CsTeamsMeetingPolicy | Where-Object Identity -In $name, "Tag:$name"
if (-not $policy) {
    if ($PSCmdlet.ShouldProcess($name, 'Make the meeting policy')) {
        New-CsTeamsMeetingPolicy -Identity $name -Description 'Calls of the KEPs. Kept by infra/microsoft365.' @rules | Out-Null
    }
}
else {
    foreach ($rule in $rules.Keys) {
        $now = $policy.PSObject.Properties | Where-Object Name -EQ $rule | ForEach-Object Value
        if ("$now" -ne "$($rules[$rule])") { Write-Output "$rule is $now, and becomes $($rules[$rule])." }
    }
    if ($PSCmdlet.ShouldProcess($name, 'Set the meeting policy')) {
        Set-CsTeamsMeetingPolicy -Identity $name @rules
    }
}

# ---- what may reach the meetings ----

$access = Get-CsApplicationAccessPolicy | Where-Object Identity -In $name, "Tag:$name"
if (-not $access) {
    if ($PSCmdlet.ShouldProcess($name, "Make the application access policy for $IdentityClientId")) {
        New-CsApplicationAccessPolicy -Identity $name -AppIds "$IdentityClientId" -Description 'myKEPlive' | Out-Null
    }
}
elseif ("$($access.AppIds)" -ne "$IdentityClientId") {
    if ($PSCmdlet.ShouldProcess($name, "Allow $IdentityClientId and no other")) {
        Set-CsApplicationAccessPolicy -Identity $name -AppIds @{ Replace = "$IdentityClientId" }
    }
}

# ---- for whom ----

if ($PSCmdlet.ShouldProcess("group $GroupId", "Grant both policies ($name)")) {
    Grant-CsTeamsMeetingPolicy -Group "$GroupId" -PolicyName $name -Rank $Rank
    Grant-CsApplicationAccessPolicy -Group "$GroupId" -PolicyName $name -Rank $Rank
}
if ($OfficersGroup -and $PSCmdlet.ShouldProcess("group $OfficersGroup", "Grant the meeting policy ($name)")) {
    Grant-CsTeamsMeetingPolicy -Group "$OfficersGroup" -PolicyName $name -Rank ($Rank + 1)
}

# ---- the switch of the whole tenant ----

if ((Get-CsTeamsMeetingConfiguration).DisableAnonymousJoin) {
    Write-Warning 'People without an account cannot join any meeting of this tenant, so no citizen can.'
    if ($AllowAnonymousInTenant -and $PSCmdlet.ShouldProcess('the tenant', 'Let people without an account join')) {
        Set-CsTeamsMeetingConfiguration -DisableAnonymousJoin $false
    }
}
