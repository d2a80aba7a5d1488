using System.Runtime.CompilerServices;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Tests.Ec2;

/// <summary>EC2's instances from a list, filtered as EC2 filters.</summary>
internal sealed class FakeInstances(params Ec2Instance[] instances) : IInstanceApi
{
    internal int Calls { get; private set; }

    public string Region => "eu-test-1";

    public async IAsyncEnumerable<Ec2Instance> FindAsync(
        IReadOnlyCollection<InstanceFilter> filters, [EnumeratorCancellation] CancellationToken cancel)
    {
        Calls++;
        await Task.Yield();
        foreach (var instance in instances.Where(instance => filters.All(filter => filter.Values.Contains(Value(instance, filter.Name)))))
        {
            yield return instance;
        }
    }

    public Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel) => Task.FromResult<Ec2Image?>(null);

    public Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel) => Task.FromResult("");

    private static string? Value(Ec2Instance instance, string filter) => filter switch
    {
        "instance-id" => instance.InstanceId,
        "tag:Name" => instance.Name,
        "ip-address" => instance.PublicIpAddress,
        "private-ip-address" => instance.PrivateIpAddress,
        "dns-name" => instance.PublicDnsName,
        "private-dns-name" => instance.PrivateDnsName,
        "network-interface.ipv6-addresses.ipv6-address" => instance.Ipv6Address,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, null),
    };
}
