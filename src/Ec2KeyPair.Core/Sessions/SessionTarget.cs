using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Sessions;

/// <summary>What a session is started for.</summary>
/// <param name="InstanceId">An instance's id; or a managed node's, <c>mi-0123456789abcdef0</c>, that is no EC2 instance.</param>
/// <param name="IsWindows">Its platform, as far as EC2 knows.</param>
public sealed record SessionTarget(string InstanceId, bool IsWindows)
{
    private static readonly Regex ManagedNode = new("^mi-[0-9a-f]{17}$", RegexOptions.CultureInvariant);

    /// <summary>True for a managed node outside EC2 (Systems Manager hybrid activation).</summary>
    public static bool IsManagedNode(string identity) => identity.Length == 20 && ManagedNode.IsMatch(identity);

    /// <summary>The target that a text names.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">InstanceNotFound, InstanceAmbiguous, or an Aws condition.</exception>
    public static async Task<SessionTarget> ResolveAsync(IInstanceApi instances, string identity, CancellationToken cancel)
    {
        if (IsManagedNode(identity)) return new(identity, false);
        var instance = await new InstanceResolver(instances).ResolveAsync(identity, cancel).ConfigureAwait(false);
        return new(instance.InstanceId, instance.IsWindows);
    }
}
