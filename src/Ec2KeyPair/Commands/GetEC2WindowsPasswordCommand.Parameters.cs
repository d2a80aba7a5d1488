using System.Collections;
using System.Management.Automation;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <content>What the command takes, beside the places of private keys.</content>
public sealed partial class GetEC2WindowsPasswordCommand
{
    private const string ByInstance = "InstanceId";
    private const string ByTag = "Tag";
    private const string Offline = "PasswordData";

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools. With -PasswordData the one it is of, as a label.</summary>
    // Not by property name in the default set: objects come by value, and those with password data leave this set to the other one.
    [Parameter(ParameterSetName = ByInstance, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = Offline, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity(UnlessItHas = nameof(PasswordData))]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>All Windows instances that run and have these tags, <c>@{ team = 'web'; stage = 'test', 'prod' }</c>.</summary>
    [Parameter(ParameterSetName = ByTag, Mandatory = true)]
    public Hashtable Tag { get; set; } = [];

    /// <summary>Password data that was fetched already, base64: it is decrypted without AWS. Empty where it is not there yet.</summary>
    [Parameter(ParameterSetName = Offline, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [PasswordData]
    [AllowEmptyString]
    public string PasswordData { get; set; } = "";

    /// <summary>The account that the password data is of.</summary>
    [Parameter(ParameterSetName = Offline)]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>Wait for passwords that are not there yet.</summary>
    [Parameter(ParameterSetName = ByInstance)]
    [Parameter(ParameterSetName = ByTag)]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for one instance, in seconds.</summary>
    [Parameter(ParameterSetName = ByInstance)]
    [Parameter(ParameterSetName = ByTag)]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 1800;

    /// <summary>Adds the readable password to the output.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }
}
