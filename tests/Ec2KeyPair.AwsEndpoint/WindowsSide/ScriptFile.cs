namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>Where the agent on Windows would put a script; errors name it.</summary>
internal static class ScriptFile
{
    internal const string Path = @"C:\ProgramData\Amazon\SSM\InstanceData\document\orchestration\awsrunPowerShellScript\0.awsrunPowerShellScript\_script.ps1";
}
