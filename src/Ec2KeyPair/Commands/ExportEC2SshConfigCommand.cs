using System.Collections;
using System.Management.Automation;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.SshConfig;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Export-EC2SshConfig: host entries for ssh, scp and VS Code, in a file that ssh's config includes.</summary>
[Cmdlet(VerbsData.Export, "EC2SshConfig", SupportsShouldProcess = true, DefaultParameterSetName = ByTag)]
[OutputType(typeof(SshHostRecord))]
public sealed class ExportEC2SshConfigCommand : AwsCmdlet
{
    private const string ByTag = "Tag";
    private const string ByInstance = "InstanceId";
    private readonly List<string> _named = [];

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools; else all Linux ones that run.</summary>
    [Parameter(ParameterSetName = ByInstance, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>Only instances with all of these tags.</summary>
    [Parameter(ParameterSetName = ByTag)]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    /// <summary>The file to write; else <c>~/.ssh/config.d/ec2keypair</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The Regions; <c>*</c> for all that are enabled for the account; else the session's.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string[]? Region { get; set; }

    /// <summary>Which way ssh is to go: Auto is straight to a public address, else through Session Manager.</summary>
    [Parameter]
    public ConnectionRoute Via { get; set; }

    /// <summary>The SSH servers' port; else what the tag ec2keypair:ssh-port of each instance says, or 22.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>Let ssh's config include the file, unless it does already.</summary>
    [Parameter]
    public SwitchParameter Include { get; set; }

    /// <summary>ssh's config for -Include; else <c>~/.ssh/config</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConfigPath { get; set; }

    /// <summary>How many instances are looked at at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _named.AddRange(InstanceId);

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(() =>
    {
        if (ParameterSetName == ByInstance && Region?.Length > 1) throw ParameterError("-InstanceId names instances of one Region.", "Give one -Region, or leave -InstanceId out.");
        var selection = ParameterSetName == ByInstance ? SshHostSelection.Named(_named) : SshHostSelection.Tagged(TagTable.Read(Tag));
        var path = Path is null ? SshConfigFile.DefaultPath : this.FilePath(Path);
        var configPath = ConfigPath is null ? SshConfigInclude.DefaultPath : this.FilePath(ConfigPath);
        var file = new SshConfigFile(path, OwnHosts.Of(configPath, path));
        var config = new SshConfigInclude(configPath);
        var aws = OpenSession();
        var store = OpenKeyStore();
        store.EnsureFolder();
        Run(async () =>
        {
            var sources = await SshConfigServices.OpenAsync(aws, Region, store, CancelToken);
            var (entries, whole) = await SshConfigServices.CollectAsync(
                sources, selection, Via, Port, ThrottleLimit, (region, cancel) => AccountAsync(aws, region, cancel), WriteErrorAsync, CancelToken);
            if (aws.Profile is null && entries.Any(entry => entry.Via != ConnectionRoute.Direct)) await WarnOfCredentialsAsync(aws.CredentialSource);
            await WriteAsync(file, entries, whole);
            if (Include && !config.Has(file.Path) && await ShouldProcessAsync(ConfigPath ?? SshConfigInclude.DefaultPath, $"Include {file.Path}")) config.Ensure(file.Path);
        });
    });

    private Task WarnOfCredentialsAsync(string source) => WriteWarningAsync(
        $"Some entries go through this module, which ssh starts anew, with the AWS credentials that it finds then: those of now came from {source}, "
        + "which can't be written down. With -ProfileName (or AWS_PROFILE) the entries name their profile.");

    // An endpoint for EC2 alone knows no STS: then the instances that are there have to tell.
    private async Task<string?> AccountAsync(AwsSession aws, string region, CancellationToken cancel)
    {
        try
        {
            return await aws.AccountAsync(region, cancel);
        }
        catch (Ec2KeyPairException e)
        {
            await WriteVerboseAsync($"Whose account this is was not told ({e.Message}); entries of an account whose last instance has gone stay.");
            return null;
        }
    }

    private async Task WriteAsync(SshConfigFile file, IReadOnlyCollection<SshHostEntry> entries, IReadOnlyCollection<SshHostCensus> whole)
    {
        var change = file.Plan(entries, whole);
        var action = $"Write {entries.Count} host entries: {change.Changed.Count} new or changed, {change.Removed.Count} removed";
        if (!change.IsNone && !await ShouldProcessAsync(file.Path, action)) return;
        change = file.Write(entries, whole);
        foreach (var id in change.Removed) await WriteVerboseAsync($"{id} is gone from '{file.Path}': it does not run any more.");
        foreach (var entry in entries.Where(entry => change.Withheld.ContainsKey(entry.InstanceId)))
        {
            await WriteWarningAsync(
                $"{entry.InstanceId} has the Name tag '{Printable.Text(change.Withheld[entry.InstanceId])}', which your own ssh config has for another host: ssh knows it as {entry.InstanceId} only.");
        }

        foreach (var entry in entries) await WriteAsync(change.RecordOf(entry, file.Path));
    }
}
