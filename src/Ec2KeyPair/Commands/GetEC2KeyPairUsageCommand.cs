using System.Management.Automation;
using Ec2KeyPair.Core.Usage;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Get-EC2KeyPairUsage: who uses which key pair, and what breaks without it, over Regions and accounts.</summary>
[Cmdlet(VerbsCommon.Get, "EC2KeyPairUsage", DefaultParameterSetName = Summary)]
[OutputType(typeof(KeyPairUsage), ParameterSetName = [Summary])]
[OutputType(typeof(InstanceUsage), ParameterSetName = [EachInstance])]
public sealed class GetEC2KeyPairUsageCommand : UsageCmdlet
{
    private const string Summary = "Summary";
    private const string EachInstance = "Instance";
    private readonly List<string> _names = [];

    /// <summary>Names of key pairs in EC2, with wildcards; all when left out. Also names that are in use and no key pairs any more.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [KeyNameCompleter]
    public string[] KeyName { get; set; } = [];

    /// <summary>Only key pairs that no instance and no launch template uses.</summary>
    [Parameter(ParameterSetName = Summary)]
    public SwitchParameter Unused { get; set; }

    /// <summary>Write each instance with its launch key, as they are found, in place of one record for each key pair.</summary>
    [Parameter(ParameterSetName = EachInstance, Mandatory = true)]
    public SwitchParameter Instance { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _names.AddRange(KeyName);

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(() =>
    {
        // A pipeline that brought no key pairs asks about none, not about all.
        if (MyInvocation.ExpectingInput && _names.Count == 0) return;
        var selection = KeyNamePatterns.Selection(_names, Unused);
        var held = Instance ? null : ReadHeldKeys();
        Survey(selection, survey => held is null ? survey.ListInstancesAsync(WriteAllAsync, CancelToken) : survey.SurveyAsync(held, WriteAsync, null, CancelToken));
    });
}
