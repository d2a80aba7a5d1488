using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>The names of SSH key types (IANA SSH parameters, OpenSSH PROTOCOL.certkeys and PROTOCOL.u2f).</summary>
internal static class SshNames
{
    internal const string Rsa = "ssh-rsa";
    internal const string Ed25519 = "ssh-ed25519";

    /// <summary>True for a name that stands for some SSH key type, usable here or not.</summary>
    internal static bool IsKeyType(string name) => name is Rsa or Ed25519 || Describe(name) is not null;

    /// <summary>The error for a type that is not RSA or Ed25519.</summary>
    internal static Ec2KeyPairException Refuse(string name) => Describe(name) is { } description
        ? KeyErrors.TypeUnsupported(description)
        : KeyErrors.Corrupt("the key type in it is not one that SSH has");

    private static string? Describe(string name)
    {
        const string ecdsa = "ecdsa-sha2-";
        if (name.IndexOf("-cert-v0", StringComparison.Ordinal) > 0) return "OpenSSH certificate";
        if (name.StartsWith("sk-", StringComparison.Ordinal) && name.EndsWith("@openssh.com", StringComparison.Ordinal))
            return name.IndexOf("ed25519", StringComparison.Ordinal) > 0 ? "Ed25519 on a security key" : "ECDSA on a security key";
        if (name is "ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521")
            return "ECDSA " + name.Substring(ecdsa.Length);
        return name switch
        {
            "ssh-dss" => "DSA",
            "ssh-ed448" => "Ed448",
            "ssh-xmss@openssh.com" => "XMSS",
            _ => null,
        };
    }
}
