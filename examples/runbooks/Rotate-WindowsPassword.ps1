<#
.SYNOPSIS
    Gives the local administrators of a group of Windows instances new passwords and keeps each in Parameter Store.

.DESCRIPTION
    For a scheduled task or a cron job, every night. It takes all running Windows instances that have the tag, sets a new
    random password on each through Run Command, and stores it at once as a SecureString, where the one of yesterday is
    overwritten. It asks nothing, and its log holds no password.

    The caller needs ec2:DescribeInstances, ssm:DescribeInstanceInformation, ssm:SendCommand on the document
    AWS-RunPowerShellScript and on the instances, ssm:ListCommandInvocations, ssm:GetCommandInvocation, ssm:CancelCommand,
    ssm:PutParameter on the parameters, and ec2:CreateTags, which it can do without. The instances need nothing but their agent.

    Exit codes: 0 every instance has a new password, and it is stored; 1 some have not, the log says which and why;
    2 nothing could be done.

.EXAMPLE
    pwsh -NoProfile -NonInteractive -File Rotate-WindowsPassword.ps1 -TagKey rotate-password -TagValue nightly -LogPath /var/log/rotate.log

    As a line of cron, or as the action of a scheduled task; the credentials are those of the machine's role.

.EXAMPLE
    pwsh -NoProfile -NonInteractive -File Rotate-WindowsPassword.ps1 -TagKey stage -TagValue prod,test -Region eu-central-1 -ProfileName rotation -KmsKeyId alias/fleet -LogPath D:\log\rotate.log
#>
[CmdletBinding()]
param(
    # The tag that puts an instance into the group, and the values that count, with commas between them.
    [Parameter(Mandatory)] [string] $TagKey,
    [Parameter(Mandatory)] [string[]] $TagValue,

    # Lines are added to it; the file beside it, with .lock behind its name, keeps two runs from being under way at once.
    [Parameter(Mandatory)] [string] $LogPath,

    # The parameter for each instance, and the KMS key that encrypts it.
    [string] $ToParameter = '/windows/{InstanceId}/administrator',
    [string] $KmsKeyId,

    # Where and as whom; else what the environment and the machine's role say.
    [string] $Region,
    [string] $ProfileName,
    [string] $EndpointUrl,

    # How long one instance may take, in seconds.
    [int] $TimeoutSec = 600
)

# What nobody has thought of ends the run and is in the log, instead of scrolling by.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0

function Write-Log([string] $text) {
    $log.WriteLine([DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture) + '  ' + $text)
    $log.Flush()
}

# Resets what the parameters name. Gives the ids of those that are stored; errors go to the log.
function Invoke-Rotation([hashtable] $which) {
    $failed = @()
    # One instance that fails must not end the others: its error is collected, not thrown.
    $done = @(Reset-EC2WindowsPassword @which @common -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed)
    $notStored = @(foreach ($failure in $failed) {
        Write-Log "$($failure.TargetObject)  $($failure.FullyQualifiedErrorId.Split(',')[0])  $($failure.Exception.Message)"
        "$($failure.TargetObject)"
    })
    $script:failures += $notStored.Count
    foreach ($record in $done) {
        if ($notStored -contains $record.InstanceId) { $record.InstanceId; continue }
        $script:rotated++
        Write-Log "$($record.InstanceId)  the password of $($record.UserName) was rotated"
    }
}

try {
    # Two runs at once would each make the other's passwords worthless.
    $lock = [IO.File]::Open("$LogPath.lock", [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None)
    $log = [IO.StreamWriter]::new($LogPath, $true)
} catch {
    [Console]::Error.WriteLine("The log can't be opened, or another run is under way: $($_.Exception.GetBaseException().Message)")
    exit 2
}

$rotated = 0
$failures = 0
try {
    if (-not (Get-Module Ec2KeyPair)) { Import-Module Ec2KeyPair }
    $common = @{ ToParameter = $ToParameter; TimeoutSec = $TimeoutSec }
    foreach ($name in 'KmsKeyId', 'Region', 'ProfileName', 'EndpointUrl') {
        if ($PSBoundParameters.ContainsKey($name)) { $common[$name] = $PSBoundParameters[$name] }
    }

    # "pwsh -File" knows no arrays: a,b arrives as one text.
    $values = @($TagValue | ForEach-Object { $_.Split(',') })
    Write-Log "begin: $TagKey = $($values -join ' or '), into $ToParameter"
    $homeless = @(Invoke-Rotation @{ Tag = @{ $TagKey = $values } })
    if ($homeless.Count -gt 0) {
        # Set, but not stored: nobody would know the password until tomorrow. Another one, now.
        Write-Log "again: $($homeless -join ', ')"
        $failures -= $homeless.Count
        $null = Invoke-Rotation @{ InstanceId = $homeless }
    }

    Write-Log "end: $rotated rotated, $failures failed"
} catch {
    # No credentials, no such Region, a parameter name that AWS refuses ...: it holds for all instances alike.
    Write-Log "broken off: $($_.FullyQualifiedErrorId.Split(',')[0])  $($_.Exception.Message)"
    exit 2
} finally {
    $log.Dispose()
    $lock.Dispose()
}

if ($failures -gt 0) { exit 1 }
exit 0
