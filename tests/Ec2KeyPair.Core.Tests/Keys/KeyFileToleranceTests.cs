using System.Text;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Tests.Keys;

/// <summary>Files as they arrive from editors, mail and consoles.</summary>
public class KeyFileToleranceTests
{
    private static readonly string[] Files =
    [
        "openssh.ed25519.none", "openssh.ed25519.aes256-ctr", "pkcs1.rsa.none", "pkcs1.rsa.aes-128-cbc", "pkcs8.rsa.none",
        "pkcs8.ed25519.aes256-sha256", "ppk3.rsa.none", "ppk3.ed25519.argon2id", "ppk2.rsa.sha1",
        "rfc4716.rsa.public", "spki.ed25519.public", "rsa.pub", "ed25519.pub",
    ];

    private static readonly Dictionary<string, Func<string, byte[]>> Changes = new()
    {
        ["utf8-bom"] = text => [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(text)],
        ["utf16le-bom"] = text => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(text)],
        ["utf16be-bom"] = text => [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes(text)],
        ["utf16le"] = Encoding.Unicode.GetBytes,
        ["utf16be"] = Encoding.BigEndianUnicode.GetBytes,
        ["crlf"] = text => Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["cr"] = text => Encoding.UTF8.GetBytes(text.Replace('\n', '\r')),
        ["indented"] = text => Encoding.UTF8.GetBytes("    " + text.TrimEnd().Replace("\n", "\n \t  ", StringComparison.Ordinal)),
        ["leading-text"] = text => Encoding.UTF8.GetBytes("Bag Attributes\n    friendlyName: web\nKey: Attributes\n\n" + text),
        ["trailing-text"] = text => Encoding.UTF8.GetBytes(text + "\n\nregards\n-- \nme\n"),
        ["no-final-newline"] = text => Encoding.UTF8.GetBytes(text.TrimEnd()),
        ["all"] = text => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(("text: before\n" + text + "after").Replace("\n", "\r\n  ", StringComparison.Ordinal))],
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var file in Files)
            {
                foreach (var change in Changes.Keys) cases.Add(file, change);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ReadPublicKey_ChangedText_IsStillTheKey(string name, string change)
    {
        var expected = name.StartsWith("rsa.", StringComparison.Ordinal) ? Fixture.PublicLine("x.rsa.x") : Fixture.PublicLine(name);
        var content = Changes[change](Fixture.Text(name));
        Assert.Equal(expected, KeyFile.ReadPublicKey(content, Fixture.Passphrase).ToOpenSshLine());
        if (name.Contains("pub", StringComparison.Ordinal)) return;
        using var key = KeyFile.ReadPrivateKey(content, Fixture.Passphrase);
        Assert.Equal(expected, key.PublicKey.ToOpenSshLine());
    }

    [Fact]
    public void ReadPrivateKey_CertificateInFront_FindsTheKey()
    {
        var text = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + Fixture.Text("pkcs8.rsa.none");
        using var key = KeyFile.ReadPrivateKey(Encoding.ASCII.GetBytes(text));
        Assert.Equal(2048, key.Size);
    }
}
