using System.Management.Automation;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Get-EC2HostKey: the host keys of instances, and where each was learnt.</summary>
[Cmdlet(VerbsCommon.Get, "EC2HostKey")]
[OutputType(typeof(InstanceHostKey))]
public sealed class GetEC2HostKeyCommand : HostKeyCmdlet<string>
{
    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>Whom to ask. Run Command runs a script on the instance, so it is asked only when it is named.</summary>
    [Parameter]
    public HostKeySource Source { get; set; } = HostKeySource.Console | HostKeySource.Pinned;

    /// <inheritdoc/>
    protected override void Prepare()
    {
        if (Source == HostKeySource.None) throw ParameterError("-Source None asks nobody.");
        base.Prepare();
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> ReadInputs() => InstanceId;

    /// <inheritdoc/>
    private protected override async Task WorkAsync(string input, CancellationToken cancel)
    {
        var id = await Services.ResolveAsync(input, isOffline: Source == HostKeySource.Pinned, cancel);
        var found = await Services.Finder.FindAsync(id, Source, cancel);
        if (found.Error is { } error) throw error;
        foreach (var failure in found.Failures) await WriteVerboseAsync(failure.Message);
        await WriteAllAsync(found.Keys);
    }
}
