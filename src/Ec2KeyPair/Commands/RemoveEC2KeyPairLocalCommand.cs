using System.Management.Automation;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Remove-EC2KeyPairLocal: removes private keys, unless an instance may still need them.</summary>
[Cmdlet(VerbsCommon.Remove, "EC2KeyPairLocal", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveEC2KeyPairLocalCommand : AwsCmdlet
{
    /// <summary>Exact names of key pairs in the key store: a wildcard would be too easy to get wrong here.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [KeyPairIdentity]
    [Alias("KeyName")]
    [KeyNameCompleter]
    public string[] Name { get; set; } = [];

    /// <summary>Delete EC2's key pairs too, where they are this very key.</summary>
    [Parameter]
    public SwitchParameter Published { get; set; }

    /// <summary>The Regions to look in, <c>*</c> for all; else those that the key was published to from here.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string[]? Region { get; set; }

    /// <summary>Remove the key although an instance was launched with it, or although nobody could tell.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    // From the pipeline too: a record of a key is about the store that it was found in.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public override string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var store = OpenKeyStore();
        foreach (var name in Name) Run(() => ReportAsync(() => RemoveAsync(store, name)));
    });

    private async Task RemoveAsync(KeyStore store, string name)
    {
        var keyPair = store.FindOne(name);
        var regions = await RegionsAsync(keyPair);
        var plan = await LocalKeyPairRemover.PlanAsync(keyPair, regions, Published, Force, new InstalledKeys(store), WriteWarningAsync, CancelToken);
        var inEc2 = string.Join(", ", plan.InEc2.Select(removal => $"{removal.KeyPair.KeyPairId} in {removal.Region.Name}"));
        var action = "Remove the private key" + (inEc2.Length > 0 ? $" and delete {inEc2}" : "");
        if (!await ShouldProcessAsync($"{name} ({keyPair.Path})", action)) return;
        await new LocalKeyPairRemover(store).RemoveAsync(plan, CancelToken);
    }

    private async Task<IReadOnlyList<Ec2Region>> RegionsAsync(LocalKeyPair keyPair)
    {
        var names = Region ?? keyPair.PublishedTo.Select(where => where.Region).ToArray();
        // AWS has nothing to say of a key that it never got, and is not asked where its answer would not count.
        if (!Published && (Force || names.Length == 0)) return [];
        try
        {
            var session = await Pipeline.InvokeAsync(OpenSession);
            return await RegionChoice.OpenAsync(session, names, CancelToken);
        }
        catch (Ec2KeyPairException e)
        {
            throw LocalKeyPairRemover.Unasked(keyPair, names.Length == 0 ? "AWS" : string.Join(", ", names), e, Force);
        }
    }
}
