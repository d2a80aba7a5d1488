using Renci.SshNet;

namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>What is spoken with servers: of what SSH.NET knows, that which OpenSSH too offers by itself (ssh_config(5), KexAlgorithms and the like).</summary>
internal static class SshAlgorithms
{
    // Post-quantum with servers since OpenSSH 9.9. Those of 9.0 to 9.8 have only sntrup761, which takes this process 46 ms of
    // processor time for each login and curve25519 7; a hundred hosts wait for that.
    private static readonly string[] Exchanges =
    [
        "mlkem768x25519-sha256",
        "curve25519-sha256", "curve25519-sha256@libssh.org",
        "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
        "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com",
        "diffie-hellman-group-exchange-sha256", "diffie-hellman-group16-sha512", "diffie-hellman-group14-sha256",
    ];

    // The authenticated ones first: processors have instructions for them.
    private static readonly string[] Ciphers =
    [
        "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr",
    ];

    private static readonly string[] Digests =
    [
        "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512",
    ];

    private static readonly string[] HostKeys =
    [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512", "rsa-sha2-256",
    ];

    /// <summary>Narrows what is offered, and asks for the host keys first that are known.</summary>
    /// <param name="connection">What is offered.</param>
    /// <param name="knownTypes">Types of the known host keys, <c>ssh-rsa</c>.</param>
    internal static void Choose(ConnectionInfo connection, IReadOnlyList<string> knownTypes)
    {
        Keep(connection.KeyExchangeAlgorithms, Exchanges);
        Keep(connection.Encryptions, Ciphers);
        Keep(connection.HmacAlgorithms, Digests);
        Keep(connection.HostKeyAlgorithms, HostKeys.OrderBy(name => knownTypes.Contains(TypeOf(name)) ? 0 : 1));
        Keep(connection.CompressionAlgorithms, ["none"]);
    }

    // One key type signs in two ways (RFC 8332).
    private static string TypeOf(string algorithm) => algorithm.StartsWith("rsa-", StringComparison.Ordinal) ? "ssh-rsa" : algorithm;

    private static void Keep<T>(IDictionary<string, T> offered, IEnumerable<string> names)
    {
        var kept = names.Where(offered.ContainsKey).ToDictionary(name => name, name => offered[name], StringComparer.Ordinal);
        var inOrder = names.Where(kept.ContainsKey).ToList();
        offered.Clear();
        foreach (var name in inOrder) offered.Add(name, kept[name]);
    }
}
