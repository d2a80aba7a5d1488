<#
.SYNOPSIS
    Gives a group of Linux instances a new key every month, with proof that it opens and that the last one does not any more.

.DESCRIPTION
    For a scheduled task or a cron job, every day. The key of this month is made when it is not there: on this machine, in the
    key store of the account that runs this. Every instance of the group that has not got it yet gets it, by what
    Update-EC2AuthorizedKey does: one instance first, a login with the new key alone, and only then is the last one removed.
    What could not be reached today is tried again tomorrow, and so is what a run that was killed left undone. New instances
    of the group are taken in as they come.

    The keys of the months before stay in the key store: Remove-EC2KeyPairLocal removes them when nothing needs them.

    The caller needs ec2:DescribeInstances, ec2:DescribeKeyPairs, ec2:GetConsoleOutput and what the way to the instances
    takes; with -UpdateLaunchTemplate also ec2:ImportKeyPair, ec2:DescribeLaunchTemplateVersions,
    ec2:CreateLaunchTemplateVersion and ec2:ModifyLaunchTemplate.

    Exit codes: 0 every instance has the key of this month, and new ones get it too; 1 some have not, or a launch template
    or Auto Scaling group still hands out the last key: the log says which and why; 2 nothing could be done.

.EXAMPLE
    pwsh -NoProfile -NonInteractive -File Rotate-FleetKey.ps1 -TagKey fleet -TagValue web -KeyPrefix web -LogPath /var/log/rotate-web.log
#>
[CmdletBinding()]
param(
    # The tag that puts an instance into the group, and the values that count, with commas between them.
    [Parameter(Mandatory)] [string] $TagKey,
    [Parameter(Mandatory)] [string[]] $TagValue,

    # The keys are called by it and the month: web-2026-11.
    [Parameter(Mandatory)] [string] $KeyPrefix,

    # Lines are added to it; the file beside it, with .lock behind its name, keeps two runs from being under way at once.
    [Parameter(Mandatory)] [string] $LogPath,

    # Launch templates that name the last key get a new version, so that new instances start with the new one.
    [switch] $UpdateLaunchTemplate,

    # At how many failures nothing more is begun.
    [string] $MaxErrors = '5%',

    # Where and as whom; else what the environment and the machine's role say.
    [string] $Region,
    [string] $ProfileName,
    [string] $EndpointUrl
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0

function Write-Log([string] $text) {
    $log.WriteLine([DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture) + '  ' + $text)
    $log.Flush()
}

try {
    $lock = [IO.File]::Open("$LogPath.lock", [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None)
    $log = [IO.StreamWriter]::new($LogPath, $true)
} catch {
    [Console]::Error.WriteLine("The log can't be opened, or another run is under way: $($_.Exception.GetBaseException().Message)")
    exit 2
}

$report = $null
try {
    if (-not (Get-Module Ec2KeyPair)) { Import-Module Ec2KeyPair }
    $where = @{}
    foreach ($name in 'Region', 'ProfileName', 'EndpointUrl') {
        if ($PSBoundParameters.ContainsKey($name)) { $where[$name] = $PSBoundParameters[$name] }
    }

    $newKey = $KeyPrefix + [DateTime]::UtcNow.ToString("'-'yyyy'-'MM", [Globalization.CultureInfo]::InvariantCulture)
    # The same name makes the same key: what is there already is kept. A launch template needs it in EC2 too.
    $publish = if ($UpdateLaunchTemplate) { $where } else { @{ LocalOnly = $true } }
    $made = @(New-EC2KeyPairLocal $newKey -KeyType Ed25519 @publish)[0]

    # "pwsh -File" knows no arrays: a,b arrives as one text.
    $values = @($TagValue | ForEach-Object { $_.Split(',') })
    Write-Log "begin: $TagKey = $($values -join ' or ') gets $newKey $($made.Fingerprints.OpenSshSha256)"
    $failed = @()
    Update-EC2AuthorizedKey -Tag @{ $TagKey = $values } -NewKey $newKey -MaxErrors $MaxErrors -UpdateLaunchTemplate:$UpdateLaunchTemplate `
        @where -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed |
        ForEach-Object {
            if ($_.PSObject.Properties['IsComplete']) { $report = $_ }
            elseif ($_.State -ne 'AlreadyDone') { Write-Log "$($_.InstanceId)  $($_.State)" }
        }
    foreach ($failure in $failed) {
        Write-Log "$($failure.TargetObject)  $($failure.FullyQualifiedErrorId.Split(',')[0])  $($failure.Exception.Message)"
    }
} catch {
    # No credentials, no such Region, a key of that name which is another one ...: it holds for all instances alike.
    Write-Log "broken off: $($_.FullyQualifiedErrorId.Split(',')[0])  $($_.Exception.Message)"
} finally {
    if ($report) {
        Write-Log "end: $($report.Done) of $($report.Total) have it, $($report.AlreadyDone) of them from before"
        foreach ($source in $report.Sources) { if (-not $source.IsRenewed) { Write-Log "still hands out the last key: $($source.Kind) $($source.Id)  $($source.Note)" } }
    }
    $log.Dispose()
    $lock.Dispose()
}

if (-not $report) { exit 2 }
if (-not $report.IsComplete -or $failed.Count -gt 0) { exit 1 }
exit 0
