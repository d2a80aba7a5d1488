using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Core.Tests.Trust;

/// <summary>Host keys that nobody has the private halves of.</summary>
internal static class TestKeys
{
    internal const string Ed25519 = "AAAAC3NzaC1lZDI1NTE5AAAAIJQ0x0yXn3oN0y7mJ5tZ1q8b2yVYw0z3pX3m7k6d5e4F";
    internal const string Ed25519Other = "AAAAC3NzaC1lZDI1NTE5AAAAIKQ0x0yXn3oN0y7mJ5tZ1q8b2yVYw0z3pX3m7k6d5e4F";
    internal const string Ecdsa = "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBIV1BN6iz4UMTHXZYPA++8G/0euylqlKZ881PEm0UEeKo+bOF28+Vh2o9ofm1bPEFUPZsC1koPNxg+PwThc4QRs=";

    internal static HostKey Key() => HostKey.TryRead("ssh-ed25519", Ed25519)!;

    internal static HostKey Other() => HostKey.TryRead("ssh-ed25519", Ed25519Other)!;

    internal static HostKey EcdsaKey() => HostKey.TryRead("ecdsa-sha2-nistp256", Ecdsa)!;

    /// <summary>One of many Ed25519 keys, by its number.</summary>
    internal static HostKey Number(int number)
    {
        var blob = Convert.FromBase64String(Ed25519);
        BitConverter.TryWriteBytes(blob.AsSpan(blob.Length - 4), number);
        return HostKey.TryRead("ssh-ed25519", Convert.ToBase64String(blob))!;
    }
}
