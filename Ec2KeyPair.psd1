@{
    RootModule           = 'module/Ec2KeyPair.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '8a1c9c35-9d52-4f7e-8a0b-6a3c1e2f7d41'
    Author               = 'The Ec2KeyPair authors'
    CompanyName          = 'Ec2KeyPair'
    Copyright            = '(c) The Ec2KeyPair authors. MIT licence.'
    Description          = 'EC2 key pairs and everything they open: makes key pairs locally so that the private half never leaves the machine, keeps them safe, gets and resets Windows administrator passwords, connects to Linux and Windows instances (SSH, EC2 Instance Connect and its Endpoint, Session Manager, RDP), rotates keys over fleets with proof, and gets people back in who lost their key.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    # The package's FileList stands here.
    FormatsToProcess     = @('module/Ec2KeyPair.Format.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Add-EC2AuthorizedKey'
        'Add-EC2KnownHost'
        'Backup-EC2KeyPairLocal'
        'Connect-EC2Instance'
        'Copy-EC2InstanceItem'
        'Export-EC2AccessReport'
        'Export-EC2KeyPairLocal'
        'Export-EC2SshConfig'
        'Get-EC2AuthorizedKey'
        'Get-EC2HostKey'
        'Get-EC2KeyPairLocal'
        'Get-EC2KeyPairUsage'
        'Get-EC2Tunnel'
        'Get-EC2WindowsPassword'
        'Import-EC2KeyPairLocal'
        'Invoke-EC2InstanceCommand'
        'New-EC2KeyPairLocal'
        'New-EC2Tunnel'
        'Protect-EC2KeyPairLocal'
        'Publish-EC2KeyPairLocal'
        'Remove-EC2AuthorizedKey'
        'Remove-EC2KeyPairLocal'
        'Remove-EC2Tunnel'
        'Repair-EC2InstanceAccess'
        'Reset-EC2WindowsPassword'
        'Restore-EC2KeyPairLocal'
        'Test-EC2InstanceAccess'
        'Test-EC2KeyPairLocal'
        'Update-EC2AuthorizedKey'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            # The package's ReleaseNotes stand here.
            Tags = @('AWS', 'EC2', 'SSH', 'KeyPair', 'Password', 'RDP', 'SessionManager', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
        }
    }
}
