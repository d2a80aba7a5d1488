<#
.SYNOPSIS
    Builds, tests, shows, packages and installs the module. Runs in Windows PowerShell 5.1 and PowerShell 7.
.EXAMPLE
    ./build.ps1 -Task Build
.EXAMPLE
    ./build.ps1 -Task Install
#>
[CmdletBinding()]
param(
    # Build: both targets into module/bin. Test: the whole suite. Tour: the main job before your eyes.
    # Picture: README's picture, from what the tour really prints.
    # Package: artifacts/Ec2KeyPair/<version>. Install: the package into your own module folder.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Tour', 'Picture', 'Package', 'Install')]
    [string]$Task = 'Build',

    # Where Install puts the module; by default the first folder of PSModulePath inside your home.
    [string]$Destination
)

$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args ended with exit code $LASTEXITCODE." }
}

function Get-UserModuleFolder {
    $inside = $HOME.TrimEnd([IO.Path]::DirectorySeparatorChar) + [IO.Path]::DirectorySeparatorChar
    $candidate = $env:PSModulePath -split [IO.Path]::PathSeparator |
        Where-Object { $_ -and $_.StartsWith($inside, [StringComparison]::OrdinalIgnoreCase) } |
        Select-Object -First 1
    if (-not $candidate) { throw 'No folder of PSModulePath is inside your home. Name one with -Destination.' }
    $candidate
}

# A relative folder is meant from where the caller stands.
if ($Destination) { $Destination = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Destination) }

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-DotNet build KeyPairModule.sln }
        'Test' { Invoke-DotNet test KeyPairModule.sln }
        'Tour' { Invoke-DotNet run --project examples/Tour }
        'Picture' { Invoke-DotNet run --project examples/Tour -- --picture docs/images/tour.svg }
        'Package' { Invoke-DotNet msbuild module/Package.proj -nologo }
        'Install' {
            if (-not $Destination) { $Destination = Get-UserModuleFolder }
            $version = (Import-PowerShellDataFile ./Ec2KeyPair.psd1).ModuleVersion
            Invoke-DotNet msbuild module/Package.proj -nologo
            $target = Join-Path (Join-Path $Destination 'Ec2KeyPair') $version
            if (Test-Path -LiteralPath $target) { Remove-Item -LiteralPath $target -Recurse -Force }
            $null = New-Item -ItemType Directory -Path (Split-Path $target) -Force
            Copy-Item -LiteralPath "artifacts/Ec2KeyPair/$version" -Destination $target -Recurse
            "Installed Ec2KeyPair $version in $target"
        }
    }
}
finally {
    Pop-Location
}
