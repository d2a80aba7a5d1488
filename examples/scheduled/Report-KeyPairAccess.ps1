<#
.SYNOPSIS
    Writes who can get in where as a page, and says by its exit code whether somebody should look at it.

.DESCRIPTION
    For a scheduled task or a cron job, every week. It asks every Region that is named and writes one page for all of them;
    what could not be asked is in the page. It changes nothing in AWS.

    The caller needs ec2:DescribeKeyPairs, ec2:DescribeInstances and ec2:DescribeLaunchTemplateVersions, and for -Region '*'
    ec2:DescribeRegions.

    Exit codes: 0 nothing to act on; 1 some key pairs have one of the findings, they are written to the output; 2 some
    Regions could not be asked, or nothing could be reported.

.EXAMPLE
    pwsh -NoProfile -NonInteractive -File Report-KeyPairAccess.ps1 -Path /var/www/access.html -Region '*'
#>
[CmdletBinding()]
param(
    # The page; the one of last week is overwritten.
    [Parameter(Mandatory)] [string] $Path,

    # Which findings somebody has to act on.
    [string[]] $Finding = @('Orphaned', 'PrivateKeyExposed', 'WeakKey'),

    # Where and as whom; else what the environment and the machine's role say.
    [string[]] $Region,
    [string] $ProfileName,
    [string] $EndpointUrl
)

$ErrorActionPreference = 'Stop'
$findings = 'Orphaned', 'WeakKey', 'PrivateKeyExposed', 'Ed25519OnWindows', 'PrivateKeyUnencrypted', 'OldKeyFormat', 'WidelyShared', 'Old', 'NoPrivateKeyHere', 'Unused'
try {
    if (-not (Get-Module Ec2KeyPair)) { Import-Module Ec2KeyPair }

    # "pwsh -File" knows no arrays: a,b arrives as one text.
    $acted = @($Finding | ForEach-Object { $_.Split(',') })
    foreach ($name in $acted) { if ($findings -notcontains $name) { throw "There is no finding '$name': $($findings -join ', ')." } }
    $where = @{}
    if ($Region) { $where.Region = @($Region | ForEach-Object { $_.Split(',') }) }
    if ($ProfileName) { $where.ProfileName = $ProfileName }
    if ($EndpointUrl) { $where.EndpointUrl = $EndpointUrl }

    # A Region that fails must not hide the others.
    $null = Export-EC2AccessReport -Path $Path -Force -Confirm:$false @where -ErrorAction SilentlyContinue -ErrorVariable failed
    $usages = @(Get-EC2KeyPairUsage @where -ErrorAction SilentlyContinue -ErrorVariable +failed)
} catch {
    "nothing could be reported: $($_.Exception.Message)"
    exit 2
}

$told = @()
foreach ($record in $failed) {
    $line = "$($record.TargetObject): $($record.Exception.Message)"
    if ($told -notcontains $line) { $told += $line; $line }
}
$grave = @($usages | Where-Object { $usage = $_; @($acted | Where-Object { $usage.Findings -contains $_ }).Count -gt 0 })
foreach ($usage in $grave) { "$($usage.Region) $($usage.KeyName): $($usage.Findings -join ', ')" }

if ($failed) { exit 2 }
if ($grave.Count -gt 0) { exit 1 }
exit 0
