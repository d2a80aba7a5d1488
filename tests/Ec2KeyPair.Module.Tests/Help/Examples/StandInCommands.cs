namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>Commands that examples use and that are no core commands of the engine, as far as the examples need them.</summary>
internal static class StandInCommands
{
    internal const string Script = """
        function global:Read-Host([switch]$AsSecureString) {
            $secure = [securestring]::new()
            foreach ($character in 'correct horse battery staple'.ToCharArray()) { $secure.AppendChar($character) }
            $secure
        }
        function global:Get-Content([string]$Path) { [System.IO.File]::ReadAllLines("$pwd/$Path") }
        function global:Get-ChildItem([string]$Path) { foreach ($file in [System.IO.Directory]::GetFiles($pwd, $Path)) { [System.IO.FileInfo]::new($file) } }
        function global:Select-Object([string]$ExpandProperty) { foreach ($record in $input) { foreach ($value in $record.$ExpandProperty) { $value } } }
        function global:Get-EC2Instance([string]$InstanceId) { [pscustomobject]@{ Instances = @([pscustomobject]@{ InstanceId = $InstanceId; KeyName = 'web' }) } }
        """;
}
