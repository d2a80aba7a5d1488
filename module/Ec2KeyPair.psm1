# Loads the cmdlets. Only commands of Microsoft.PowerShell.Core here: a hosted engine may have no others,
# and a script that shadows Import-Module must not reach us.
$isCore = $PSVersionTable.PSEdition -eq 'Core'
$folder = [System.IO.Path]::Combine($PSScriptRoot, 'bin', $(if ($isCore) { 'net8.0' } else { 'netstandard2.0' }))

if (-not [System.IO.File]::Exists([System.IO.Path]::Combine($folder, 'Ec2KeyPair.dll'))) {
    throw "Ec2KeyPair has not been built: '$folder' holds no Ec2KeyPair.dll. Run 'dotnet build KeyPairModule.sln' first."
}

# The first loader of the process serves every later import, whichever copy of the module it comes from.
if (-not ('Ec2KeyPair.Loader.ModuleLoader' -as [type])) {
    $null = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($folder, 'Ec2KeyPair.Loader.dll'))
}

if (-not $isCore) {
    $conflict = [Ec2KeyPair.Loader.AwsSdkConflict]::Describe($folder)
    if ($conflict) { $Host.UI.WriteWarningLine($conflict) }
}

$inner = Microsoft.PowerShell.Core\Import-Module -Assembly ([Ec2KeyPair.Loader.ModuleLoader]::Load($folder)) -PassThru

# When the assembly is already loaded, as at Import-Module -Force, the engine takes the inner module from its
# cache and forgets to export its cmdlets from this one: https://github.com/PowerShell/PowerShell/issues/20710
$self = $ExecutionContext.SessionState.Module
$addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
    'AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
    if (-not $self.ExportedCmdlets.ContainsKey($cmdlet.Name)) {
        $null = $addExportedCmdlet.Invoke($self, @(, $cmdlet))
    }
}
