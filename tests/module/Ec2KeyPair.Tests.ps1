# What needs a real shell: completion, views and help as a person sees them. Pester 5 or later; run by PesterSuite of
# Ec2KeyPair.Module.Tests, or by hand: Invoke-Pester tests/module
BeforeAll {
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    # CI names the packaged module; else it is the one that was built here.
    $manifest = if ($env:EC2KEYPAIR_TEST_MANIFEST) { $env:EC2KEYPAIR_TEST_MANIFEST } else { Join-Path $PSScriptRoot '../../Ec2KeyPair.psd1' }
    Import-Module $manifest -Force -ErrorAction Stop
    $store = Join-Path $TestDrive 'keys'
    function Get-View($Record, $Width = 80) {
        ($Record | Out-String -Width $Width) -replace '\e\[[0-9;]*m' -split '\r?\n' | Where-Object { $_.Trim() }
    }
    function Get-Completion($Line) {
        (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText
    }
}

Describe 'Import-Module' {
    It 'exports what the manifest says' {
        (Get-Command -Module Ec2KeyPair).Name | Sort-Object |
            Should -Be ((Get-Module Ec2KeyPair).ExportedCmdlets.Keys | Sort-Object)
        (Get-Command -Module Ec2KeyPair).Count | Should -Be 29
    }
    It 'warns of no unapproved verb' {
        Import-Module $manifest -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'Completion' {
    It 'offers the values of <Line>' -ForEach @(
        @{ Line = 'New-EC2KeyPairLocal x -KeyType '; Values = 'Rsa', 'Ed25519' }
        @{ Line = 'New-EC2KeyPairLocal x -KeySize '; Values = '2048', '4096' }
        @{ Line = 'New-EC2KeyPairLocal x -KeyEncoding '; Values = 'OpenSsh', 'Pkcs1', 'Pkcs8', 'Ppk' }
        @{ Line = 'Connect-EC2Instance x -Via '; Values = 'Auto', 'Direct', 'InstanceConnectEndpoint', 'SessionManager' }
        @{ Line = 'Connect-EC2Instance x -HostKeyPolicy '; Values = 'Default', 'Verified', 'TrustOnFirstUse', 'Refuse' }
    ) {
        Get-Completion $Line | Sort-Object | Should -Be ($Values | Sort-Object)
    }
}

Describe 'Views' {
    It 'shows a key pair in 80 columns' {
        $made = New-EC2KeyPairLocal ('n' * 60) -KeyType Ed25519 -LocalOnly -StorePath $store
        $view = Get-View $made
        $view | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
        $view[0] | Should -Match 'Name\s+Type\s+Fingerprint'
        $view -join '' | Should -Match ([regex]::Escape($made.Fingerprints.OpenSshSha256))
    }
    It 'shows <Type> in 80 columns' -ForEach @(
        @{ Type = 'Ec2KeyPair.Output.WindowsPassword'; Columns = 'InstanceId\s+UserName\s+KeyName\s+LaunchTime' }
        @{ Type = 'Ec2KeyPair.Output.PlainWindowsPassword'; Columns = 'InstanceId\s+UserName\s+Password' }
        @{ Type = 'Ec2KeyPair.Core.Trust.PinRecord'; Columns = 'InstanceId\s+Outcome\s+Fingerprint' }
        @{ Type = 'Ec2KeyPair.Core.AuthorizedKeys.AuthorizedKey'; Columns = 'UserName\s+Fingerprint\s+Comment' }
        @{ Type = 'Ec2KeyPair.Core.AuthorizedKeys.AuthorizedKeyChange'; Columns = 'InstanceId\s+Outcome\s+Fingerprint' }
        @{ Type = 'Ec2KeyPair.Core.Rotation.KeyRotationResult'; Columns = 'InstanceId\s+State\s+Reason' }
        @{ Type = 'Ec2KeyPair.Core.Repair.RepairResult'; Columns = 'InstanceId\s+Method\s+UserName\s+Proven\s+Key' }
        @{ Type = 'Ec2KeyPair.Output.ConnectionResult'; Columns = 'InstanceId\s+UserName\s+Via\s+Address\s+ExitCode' }
    ) {
        $record = [pscustomobject]@{
            PSTypeName = $Type; InstanceId = 'i-0123456789abcdef0'; UserName = 'Administrateur'; KeyName = 'k' * 40; LaunchTime = [datetime]'2026-11-23T12:34:56Z'
            Password = 'p' * 32; Via = 'Direct'; Address = '2001:db8:1111:2222:3333:4444:5555:6666'; ExitCode = 255; Method = 'InstanceConnect'; IsProven = $true
        }
        $view = Get-View $record
        $view | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
        $view -join "`n" | Should -Match $Columns
        $view -join '' | Should -Match 'i-0123456789abcdef0'
    }
    It 'lists every property of a key pair without the private half' {
        $list = (Get-EC2KeyPairLocal -StorePath $store | Format-List | Out-String)
        $list | Should -Match 'PublicKey'
        $list | Should -Not -Match 'PRIVATE KEY-----'
    }
}

Describe 'Help' {
    It 'has the syntax of <_>' -ForEach 'Connect-EC2Instance', 'Get-EC2KeyPairLocal', 'Get-EC2WindowsPassword', 'New-EC2KeyPairLocal' {
        (Get-Help $_).Syntax | Out-String | Should -Match $_
        Get-Command $_ -Syntax | Should -Match '-ProfileName'
    }
    It 'shows all of it for every cmdlet' {
        foreach ($command in (Get-Command -Module Ec2KeyPair).Name) {
            $shown = Get-Help $command -Full | Out-String -Width 120
            foreach ($section in 'SYNOPSIS', 'SYNTAX', 'DESCRIPTION', 'PARAMETERS', 'INPUTS', 'OUTPUTS', 'NOTES', 'RELATED LINKS') {
                $shown | Should -MatchExactly "(?m)^$section"
            }
            $shown | Should -MatchExactly '-- Example 1: '
            $shown | Should -MatchExactly "PS> "
        }
    }
    It 'shows a parameter' {
        Get-Help New-EC2Tunnel -Parameter FrameSize | Out-String | Should -Match 'Default value\s+1024'
    }
    It 'shows the topics' {
        $topics = (Get-Help about_Ec2KeyPair* | Sort-Object Name).Name
        $topics | Should -Contain 'about_Ec2KeyPair_Errors'
        Get-Help about_Ec2KeyPair_Errors | Out-String | Should -Match 'KeyPairConflict'
    }
}

Describe 'Files' {
    It 'takes what Get-ChildItem writes' {
        $null = New-EC2KeyPairLocal fromfile -KeyType Ed25519 -LocalOnly -Path (Join-Path $TestDrive 'from.key')
        $found = Get-ChildItem (Join-Path $TestDrive 'from.key') | Get-EC2KeyPairLocal
        $found.KeyType | Should -Be 'Ed25519'
        $found.Path | Should -Be (Join-Path $TestDrive 'from.key')
    }
}
