using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Hosting.AuthorizedKeys;

/// <summary>What has nothing to say where no SSH connection is made.</summary>
internal static class RunCommandParameters
{
    private static readonly string[] ForSsh = ["KeyPath", "Passphrase", "InstanceConnect", "Port", "HostKeyPolicy", "Reason"];

    // Few requests serve many instances there.
    private const int AtOnceByRunCommand = 200;

    /// <summary>Instances at once: what was asked for, or what the way is good for.</summary>
    internal static int AtOnce(bool isRunCommand, IReadOnlyDictionary<string, object> bound, int throttleLimit) =>
        isRunCommand && !bound.ContainsKey("ThrottleLimit") ? AtOnceByRunCommand : throttleLimit;

    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    internal static void ThrowIfForSsh(IEnumerable<string> bound)
    {
        if (bound.FirstOrDefault(name => ForSsh.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } given)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid, $"-{given} is for SSH connections, and none is made here.", given, $"Leave -{given} out, or choose another way.");
        }
    }
}
