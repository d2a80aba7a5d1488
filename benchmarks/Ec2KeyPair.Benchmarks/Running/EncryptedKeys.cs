using System.Security;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>Four RSA keys in a folder, one each as PKCS#8, OpenSSH (bcrypt), PPK (Argon2) and legacy PEM, all under one passphrase.</summary>
internal sealed class EncryptedKeys : IDisposable
{
    // That of the fixture, which OpenSSL wrote: this module does not write encrypted legacy PEM.
    private const string PassphraseText = "correct horse";
    private const string Legacy = "pkcs1.rsa.aes-256-cbc";

    private EncryptedKeys(string folder, IReadOnlyList<string> publicFiles)
    {
        Folder = folder;
        PublicFiles = publicFiles;
        foreach (var character in PassphraseText) Passphrase.AppendChar(character);
    }

    /// <summary>Where the private keys are.</summary>
    internal string Folder { get; }

    /// <summary>The public halves as OpenSSH lines, in another folder.</summary>
    internal IReadOnlyList<string> PublicFiles { get; }

    internal SecureString Passphrase { get; } = new();

    internal static EncryptedKeys Write(string folder)
    {
        var publicFolder = Directory.CreateDirectory(Path.Combine(folder, "public")).FullName;
        var publicFiles = new List<string>();
        using var passphrase = Core.Secrets.Passphrase.FromUtf8("correct horse"u8.ToArray());
        foreach (var encoding in new[] { PrivateKeyEncoding.Pkcs8, PrivateKeyEncoding.OpenSsh, PrivateKeyEncoding.Ppk })
        {
            using var key = KeyGenerator.Generate(KeyType.Rsa);
            File.WriteAllBytes(Path.Combine(folder, $"{encoding}"), KeyFile.WritePrivateKey(key, encoding, passphrase));
            publicFiles.Add(Path.Combine(publicFolder, $"{encoding}.pub"));
            File.WriteAllText(publicFiles[^1], key.PublicKey.ToOpenSshLine());
        }

        var fixtures = Path.Combine(Repository.Root, "tests", "Ec2KeyPair.Core.Tests", "Keys", "Fixtures");
        File.Copy(Path.Combine(fixtures, Legacy), Path.Combine(folder, Legacy));
        publicFiles.Add(Path.Combine(fixtures, "rsa.pub"));
        return new EncryptedKeys(folder, publicFiles);
    }

    public void Dispose() => Passphrase.Dispose();
}
