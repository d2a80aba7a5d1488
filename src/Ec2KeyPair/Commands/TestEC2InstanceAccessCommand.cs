using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Test-EC2InstanceAccess: what stands between this machine and instances, each check with its verdict, evidence and mend.</summary>
[Cmdlet(VerbsDiagnostic.Test, "EC2InstanceAccess")]
[OutputType(typeof(InstanceAccess))]
public sealed class TestEC2InstanceAccessCommand : StreamingCmdlet<string>
{
    private AccessServices? _services;

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The port of the server; else what the tag ec2keypair:ssh-port says, or 22, and 3389 on Windows.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        var aws = OpenSession();
        _services = new AccessServices(aws.Ec2(Region), aws.SessionManager(Region), OpenKeyStore(), Port, CancelToken);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> ReadInputs() => InstanceId;

    /// <inheritdoc/>
    protected override Task RunAsync(ChannelReader<string> inputs, CancellationToken cancel) => SideBySide.FeedAsync(
        ThrottleLimit,
        async (work, stopped) =>
        {
            await foreach (var batch in InstanceBatches.OfIdentities(_services!.Instances, inputs, identity => identity, stopped))
            {
                foreach (var failed in batch.Where(one => one.Error is not null)) await WriteErrorAsync(failed.Error!);
                var instances = batch.Select(one => one.Instance).OfType<Ec2Instance>().ToList();
                _services.Answers.Begin(instances.ConvertAll(instance => instance.InstanceId));
                foreach (var instance in instances) await work.StartAsync(stop => LookAsync(instance, stop));
            }
        },
        cancel);

    private async Task LookAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var checks = await _services!.Reporter.LookAsync(instance, cancel);
        await WriteAllAsync(checks.Select(check => InstanceAccess.Of(instance, check)));
    }
}
