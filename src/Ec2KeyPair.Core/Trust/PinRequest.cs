using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Trust;

/// <summary>What is to be pinned for an instance: a key, a fingerprint that the key has to have, or whatever can be found out.</summary>
/// <param name="Instance">The instance as somebody named it.</param>
/// <param name="Key">The key; null where it is not known.</param>
/// <param name="Fingerprint">Its fingerprint; null where that is not known either.</param>
/// <param name="Origin">Where it was learnt.</param>
public sealed record PinRequest(string Instance, HostKey? Key, HostKeyFingerprint? Fingerprint, HostKeyOrigin Origin)
{
    /// <summary>True for a key that was read from a known_hosts file: it must not drive out what was learnt since.</summary>
    public bool IsOldPin { get; init; }

    /// <summary>Puts a request together from the properties of an object that came down a pipeline.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="publicKey">A line of a .pub file, or null.</param>
    /// <param name="keyType">The SSH name of the type; needed where there is no key.</param>
    /// <param name="fingerprint"><c>SHA256:...</c> or <c>MD5:...</c>, or null.</param>
    /// <param name="source">Where it was learnt.</param>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid: what was given is no host key, or no fingerprint of one.</exception>
    public static PinRequest Of(string instance, string? publicKey, string? keyType, string? fingerprint, HostKeySource source)
    {
        var origin = source switch
        {
            HostKeySource.Console => HostKeyOrigin.Console,
            HostKeySource.RunCommand => HostKeyOrigin.RunCommand,
            _ => HostKeyOrigin.Given,
        };
        if (publicKey is not null)
        {
            var key = HostKey.TryReadLine(publicKey) ?? throw Invalid(instance, $"'{Printable.Text(publicKey)}' is no host key");
            return fingerprint is null || fingerprint == key.Fingerprint || fingerprint == key.FingerprintMd5
                ? new(instance, key, null, origin) { IsOldPin = source == HostKeySource.Pinned }
                : throw Invalid(instance, $"the key given has the fingerprint {key.Fingerprint}, not {Printable.Text(fingerprint)}");
        }

        if (fingerprint is null) return new(instance, null, null, origin);
        if (keyType is null) throw Invalid(instance, "a fingerprint needs the type of its key (-KeyType)");
        return fingerprint.StartsWith("SHA256:", StringComparison.Ordinal) || fingerprint.StartsWith("MD5:", StringComparison.Ordinal)
            ? new(instance, null, new HostKeyFingerprint(keyType, 0, fingerprint), origin)
            : throw Invalid(instance, $"'{Printable.Text(fingerprint)}' is no fingerprint");
    }

    private static Ec2KeyPairException Invalid(string instance, string why) => new(
        ErrorCondition.ParameterInvalid,
        $"For {Printable.Text(instance)} {why}; nothing was pinned.",
        instance,
        "Give a line of ssh_host_*_key.pub, or the records of Get-EC2HostKey.");
}
