using System.Management.Automation;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Add-EC2KnownHost: pins host keys under the ids of their instances in a known_hosts file.</summary>
[Cmdlet(VerbsCommon.Add, "EC2KnownHost", SupportsShouldProcess = true)]
[OutputType(typeof(PinRecord))]
public sealed class AddEC2KnownHostCommand : HostKeyCmdlet<PinRequest>
{
    private HostKeyPinner? _pinner;

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools and of Get-EC2HostKey.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The key, a line of <c>ssh_host_*_key.pub</c>; else the keys that the console output tells.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? PublicKey { get; set; }

    /// <summary>The SSH name of the key's type, where only its fingerprint is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? KeyType { get; set; }

    /// <summary>The key's fingerprint, <c>SHA256:...</c>; the host is asked for the key that has it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Fingerprint { get; set; }

    /// <summary>The key's fingerprint, <c>MD5:...</c>, where there is no other.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? FingerprintMd5 { get; set; }

    /// <summary>Where the key was learnt; it is written beside the key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public HostKeySource Source { get; set; }

    /// <summary>Hide the instances' ids in the file, as HashKnownHosts does.</summary>
    [Parameter]
    public SwitchParameter Hash { get; set; }

    /// <summary>The SSH server's port, where the host has to be asked for its key.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = 22;

    /// <summary>Replace a different key that is pinned without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        base.Prepare();
        _pinner = Services.Pinner(Port);
    }

    /// <inheritdoc/>
    protected override IEnumerable<PinRequest> ReadInputs()
    {
        var requests = new List<PinRequest>();
        foreach (var instance in InstanceId)
        {
            Each(() => requests.Add(PinRequest.Of(instance, PublicKey, KeyType, Fingerprint ?? FingerprintMd5, Source)));
        }

        return requests;
    }

    /// <inheritdoc/>
    private protected override async Task WorkAsync(PinRequest input, CancellationToken cancel)
    {
        var id = await Services.ResolveAsync(input.Instance, isOffline: input.Key is not null, cancel);
        var keys = await _pinner!.KeysAsync(id, input, cancel);
        var origin = input is { Key: null, Fingerprint: null } ? HostKeyOrigin.Console : input.Origin;
        foreach (var key in keys) await ReportAsync(() => PinAsync(id, key, origin, input.IsOldPin));
    }

    private async Task PinAsync(string id, HostKey key, HostKeyOrigin origin, bool isOldPin)
    {
        var plan = _pinner!.Plan(id, key);
        if (isOldPin && plan.Replaced.Count > 0)
        {
            await WriteVerboseAsync($"{id}: {key.Fingerprint} was pinned before; it takes the place of no other key.");
            return;
        }

        var old = string.Join(", ", plan.Replaced.Select(replaced => replaced.Fingerprint));
        var action = $"Pin the {key.KeyType} key {key.Fingerprint}" + (old.Length > 0 ? $" in place of {old}" : "");
        if (!plan.IsPinned && !await ShouldProcessAsync(id, action)) return;
        var mayReplace = old.Length == 0 || Force || await AskAsync($"{id}: {action}?", "A different host key is pinned") == true;
        await WriteAsync(_pinner.Pin(id, key, origin, Hash, mayReplace ? plan.Replaced : []));
    }
}
