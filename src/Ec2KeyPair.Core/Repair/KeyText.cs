using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Repair;

/// <summary>A public key as it is written into other people's files: type and blob, and no comment, which is anybody's text.</summary>
internal static class KeyText
{
    internal static string Of(PublicKey key) => string.Join(" ", key.ToOpenSshLine().Split(' ').Take(2));
}
