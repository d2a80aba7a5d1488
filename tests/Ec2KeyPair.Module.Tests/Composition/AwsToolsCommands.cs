using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Ec2KeyPair.Module.Tests.Composition;

/// <summary>
/// Cmdlets that bind their input as those of AWS.Tools do, and write what they would ask AWS for. Declarations and the way
/// from an object to an id: https://github.com/aws/aws-tools-for-powershell, modules/AWSPowerShell/Cmdlets/EC2.
/// </summary>
internal static class AwsToolsCommands
{
    internal static IReadOnlyList<SessionStateCommandEntry> All { get; } =
    [
        new SessionStateCmdletEntry("Get-EC2Instance", typeof(ByInstanceObject), null),
        new SessionStateCmdletEntry("Stop-EC2Instance", typeof(ByInstanceObject), null),
        new SessionStateCmdletEntry("Get-EC2PasswordData", typeof(ByInstanceName), null),
        new SessionStateCmdletEntry("Send-SSMCommand", typeof(ByInstanceNames), null),
        new SessionStateCmdletEntry("Get-EC2KeyPair", typeof(ByKeyNames), null),
        new SessionStateCmdletEntry("Remove-EC2KeyPair", typeof(ByKeyName), null),
    ];

    /// <summary>What the call would name, and where it would go.</summary>
    internal sealed record Request(IReadOnlyList<string> Ids, string? Region, bool HasCredential);

    /// <summary>The parameters that every cmdlet of AWS.Tools has, bound from pipeline objects too.</summary>
    internal abstract class AwsToolsCmdlet : PSCmdlet
    {
        [Parameter(ValueFromPipelineByPropertyName = true)]
        [Alias("RegionToCall")]
        public object? Region { get; set; }

        [Parameter(ValueFromPipelineByPropertyName = true)]
        [Alias("StoredCredentials", "AWSProfileName")]
        public string? ProfileName { get; set; }

        [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
        public StandIns.AwsCredentials? Credential { get; set; }

        [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
        public PSCredential? NetworkCredential { get; set; }

        [Parameter(ValueFromPipelineByPropertyName = true)]
        public string? EndpointUrl { get; set; }

        [Parameter(ValueFromPipelineByPropertyName = true)]
        public string? Select { get; set; }

        [Parameter(ValueFromPipelineByPropertyName = true)]
        public SwitchParameter Force { get; set; }

        private protected abstract IEnumerable<string> Ids { get; }

        protected override void ProcessRecord() => WriteObject(new Request([.. Ids], Region?.ToString(), Credential is not null || NetworkCredential is not null));
    }

    [Cmdlet(VerbsLifecycle.Stop, "EC2Instance")]
    internal sealed class ByInstanceObject : AwsToolsCmdlet
    {
        [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ValueFromPipeline = true, Mandatory = true)]
        [AllowEmptyCollection]
        [AllowNull]
        [Alias("InstanceIds")]
        public object[] InstanceId { get; set; } = [];

        // AmazonEC2Helper.InstanceParamToIDs, but for the SDK's own types: the text of what the engine has wrapped, a
        // string, and of anything else nothing, which means every instance there is.
        private protected override IEnumerable<string> Ids => InstanceId.Select(one => one is PSObject ? one.ToString()! : one as string).OfType<string>();
    }

    [Cmdlet(VerbsCommon.Get, "EC2PasswordData")]
    internal sealed class ByInstanceName : AwsToolsCmdlet
    {
        [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, Mandatory = true)]
        public string InstanceId { get; set; } = "";

        private protected override IEnumerable<string> Ids => [InstanceId];
    }

    [Cmdlet(VerbsCommunications.Send, "SSMCommand")]
    internal sealed class ByInstanceNames : AwsToolsCmdlet
    {
        [Parameter(ValueFromPipelineByPropertyName = true)]
        [Alias("InstanceIds")]
        public string[] InstanceId { get; set; } = [];

        private protected override IEnumerable<string> Ids => InstanceId;
    }

    [Cmdlet(VerbsCommon.Get, "EC2KeyPair")]
    internal sealed class ByKeyNames : AwsToolsCmdlet
    {
        [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ValueFromPipeline = true)]
        [Alias("KeyNames")]
        public string[] KeyName { get; set; } = [];

        private protected override IEnumerable<string> Ids => KeyName;
    }

    [Cmdlet(VerbsCommon.Remove, "EC2KeyPair")]
    internal sealed class ByKeyName : AwsToolsCmdlet
    {
        [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ValueFromPipeline = true)]
        public string KeyName { get; set; } = "";

        private protected override IEnumerable<string> Ids => [KeyName];
    }
}
