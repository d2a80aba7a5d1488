using System.Security.Cryptography;
using System.Text;

namespace Ec2KeyPair.AwsEndpoint.Keys;

/// <summary>An unencrypted RSA key in PuTTY's format, version 2 (PuTTY manual, appendix C, section C.5).</summary>
internal static class PpkV2
{
    public static string Write(PublicKey publicKey, RSAParameters rsa, string comment)
    {
        byte[] secret = [.. SshWire.Number(rsa.D), .. SshWire.Number(rsa.P), .. SshWire.Number(rsa.Q), .. SshWire.Number(rsa.InverseQ)];
        byte[] signed =
        [
            .. SshWire.Field("ssh-rsa"), .. SshWire.Field("none"), .. SshWire.Field(comment), .. SshWire.Field(publicKey.Blob), .. SshWire.Field(secret),
        ];
        var mac = HMACSHA1.HashData(SHA1.HashData("putty-private-key-file-mac-key"u8), signed);
        var text = new StringBuilder();
        text.Append("PuTTY-User-Key-File-2: ssh-rsa\r\nEncryption: none\r\nComment: ").Append(comment).Append("\r\n");
        Section("Public", publicKey.Blob);
        Section("Private", secret);
        return text.Append("Private-MAC: ").Append(Convert.ToHexStringLower(mac)).Append("\r\n").ToString();

        void Section(string name, byte[] bytes)
        {
            var lines = Convert.ToBase64String(bytes).Chunk(64).Select(c => new string(c)).ToList();
            text.Append(name).Append("-Lines: ").Append(lines.Count).Append("\r\n");
            lines.ForEach(line => text.Append(line).Append("\r\n"));
        }
    }
}
