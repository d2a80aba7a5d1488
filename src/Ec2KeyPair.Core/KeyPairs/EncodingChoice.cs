using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>In which encoding a key is written again that was read from a file.</summary>
internal static class EncodingChoice
{
    /// <summary>The encoding it had, as far as that is one to write, and one that protects it where it is to be encrypted.</summary>
    internal static PrivateKeyEncoding ForRewrite(PrivateKeyEncoding current, bool isEncrypted) => current switch
    {
        PrivateKeyEncoding.PpkV2 => PrivateKeyEncoding.Ppk,
        // PKCS#1 files are encrypted by a single round of MD5: nobody should write that any more.
        PrivateKeyEncoding.Pkcs1 when isEncrypted => PrivateKeyEncoding.Pkcs8,
        _ => current,
    };
}
