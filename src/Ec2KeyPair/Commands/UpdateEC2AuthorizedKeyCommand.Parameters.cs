using System.Collections;
using System.Management.Automation;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>What Update-EC2AuthorizedKey takes.</summary>
public sealed partial class UpdateEC2AuthorizedKeyCommand
{
    private const string ByInstance = "InstanceId";
    private const string ByTag = "Tag";
    private const string Resuming = "Resume";

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools.</summary>
    [Parameter(ParameterSetName = ByInstance, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>All Linux instances that have these tags, <c>@{ team = 'web'; stage = 'test', 'prod' }</c>; those that are stopped are told.</summary>
    [Parameter(ParameterSetName = ByTag, Mandatory = true)]
    public Hashtable Tag { get; set; } = [];

    /// <summary>The new key: its name in the key store, or the path of its private key file.</summary>
    [Parameter(ParameterSetName = ByInstance, Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = ByTag, Mandatory = true, Position = 1)]
    [KeyNameCompleter]
    [ValidateNotNullOrEmpty]
    public string NewKey { get; set; } = "";

    /// <summary>The key to be replaced: a name in the key store, the path of a key file, or a line of a .pub file; else the one that was put on each instance from here, or its launch key.</summary>
    [Parameter(ParameterSetName = ByInstance)]
    [Parameter(ParameterSetName = ByTag)]
    [KeyNameCompleter]
    [ValidateNotNullOrEmpty]
    public string? OldKey { get; set; }

    /// <summary>By which way the keys are changed. That the new one opens is proven by a login over SSH in every case.</summary>
    [Parameter(ParameterSetName = ByInstance)]
    [Parameter(ParameterSetName = ByTag)]
    public RotationRoute Via { get; set; }

    /// <summary>Launch templates that hand out the old key get a version with the new one, once all instances are done.</summary>
    [Parameter(ParameterSetName = ByInstance)]
    [Parameter(ParameterSetName = ByTag)]
    public SwitchParameter UpdateLaunchTemplate { get; set; }

    /// <summary>How many instances are worked on at once, a number or a part of them: <c>10</c>, <c>10%</c>; else -ThrottleLimit. The first one goes alone.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MaxConcurrency { get; set; }

    /// <summary>How many instances may fail before nothing is begun any more, a number or a part of them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string MaxErrors { get; set; } = "0";

    /// <summary>The journal: where a new one is written, or the one to go on with; else one in the key store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>Go on with the rotation of a journal, the newest one unless -JournalPath names another.</summary>
    [Parameter(ParameterSetName = Resuming, Mandatory = true)]
    public SwitchParameter Resume { get; set; }

    private protected override ConnectionRoute Route => ConnectionRoute.Auto;
}
