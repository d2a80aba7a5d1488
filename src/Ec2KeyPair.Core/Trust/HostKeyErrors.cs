using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Trust;

/// <summary>The errors about host keys, each made in one place.</summary>
internal static class HostKeyErrors
{
    internal static Ec2KeyPairException Unknown(string instanceId, string why, Exception? cause = null) => new(
        ErrorCondition.HostKeyUnknown,
        $"{UnknownStart(instanceId)}{why}.",
        instanceId,
        $"Read it over Run Command (Get-EC2HostKey {instanceId} -Source RunCommand | Add-EC2KnownHost), or take the first key seen with -HostKeyPolicy TrustOnFirstUse.",
        cause);

    /// <summary>Why one source tells nothing, as a clause of the error about all of them.</summary>
    internal static string WhyUnknown(Ec2KeyPairException failure, string instanceId)
    {
        var (text, start) = (failure.Message.TrimEnd('.'), UnknownStart(instanceId));
        return text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : text;
    }

    internal static Ec2KeyPairException Mismatch(string instanceId, string message, Exception? cause = null) => new(
        ErrorCondition.HostKeyMismatch,
        message,
        instanceId,
        $"Do not connect unless you know why: somebody may stand between, or the machine was reinstalled. See what it tells itself with Get-EC2HostKey {instanceId} -Source All; pin that with Get-EC2HostKey {instanceId} | Add-EC2KnownHost.",
        cause);

    internal static Ec2KeyPairException Revoked(string instanceId, string path, string fingerprint) => new(
        ErrorCondition.HostKeyRevoked,
        $"The host key {fingerprint} of {instanceId} is marked @revoked in '{path}': nobody may be trusted by it.",
        instanceId,
        "Give the machine new host keys (ssh-keygen -A after removing the old ones), and pin those with Add-EC2KnownHost.");

    internal static Ec2KeyPairException Unsafe(string instanceId) => new(
        ErrorCondition.ArgumentUnsafe,
        $"'{Text.Printable.Text(instanceId)}' is no instance id; no host key is pinned for it.",
        instanceId,
        "Give the id of an instance, i-0123456789abcdef0.");

    private static string UnknownStart(string instanceId) => $"Nothing tells the host key of {instanceId}: ";
}
