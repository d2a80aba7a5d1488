using System.Text;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Keys;

/// <summary>Type by size by encoding by cipher by passphrase: what ssh-keygen, openssl and puttygen write is read, and what is written they read.</summary>
public sealed class KeyFileMatrixTests : IClassFixture<KeyFileMatrixTests.PeerKeys>
{
    private const string Pass = Fixture.PassphraseText;
    private static readonly string[] SshCiphers =
    [
        "aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc",
        "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com",
    ];

    private readonly PeerKeys _keys;

    public KeyFileMatrixTests(PeerKeys keys) => _keys = keys;

    public static TheoryData<string> All => new("rsa2048", "rsa3072", "rsa4096", "ed25519");

    public static TheoryData<string> Rsa => new("rsa2048", "rsa3072", "rsa4096");

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void ReadPrivateKey_SshKeygenEveryCipher_IsTheKey(string key)
    {
        foreach (var cipher in SshCiphers)
        {
            var path = _keys.Copy(key);
            Tool.SshKeygen.Run("-q", "-p", "-P", "", "-N", Pass, "-a", "1", "-Z", cipher, "-f", path).MustSucceed();
            AssertReads(key, path, encrypted: true, "ssh-keygen -Z " + cipher);
        }

        AssertReads(key, _keys.Path(key), encrypted: false, "ssh-keygen");
    }

    [SkippableTheory]
    [MemberData(nameof(Rsa))]
    public void ReadPrivateKey_SshKeygenPemAndPkcs8_IsTheKey(string key)
    {
        foreach (var (form, encoding) in new[] { ("PEM", PrivateKeyEncoding.Pkcs1), ("PKCS8", PrivateKeyEncoding.Pkcs8) })
        {
            foreach (var pass in new[] { "", Pass })
            {
                var path = _keys.Copy(key);
                Tool.SshKeygen.Run("-q", "-p", "-P", "", "-N", pass, "-m", form, "-f", path).MustSucceed();
                AssertReads(key, path, pass.Length > 0, $"ssh-keygen -m {form}");
                Assert.Equal(encoding, KeyFile.Inspect(File.ReadAllBytes(path)).PrivateEncoding);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void ReadPrivateKey_OpenSslPkcs8EveryCipherAndPrf_IsTheKey(string key)
    {
        foreach (var form in new[] { "PEM", "DER" })
        {
            foreach (var cipher in new[] { "aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "des3" })
            {
                foreach (var prf in new[] { "hmacWithSHA1", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512" })
                {
                    AssertOpenSsl(key, encrypted: true, "pkcs8", "-topk8", "-v2", cipher, "-v2prf", prf, "-passout", "pass:" + Pass, "-outform", form);
                }
            }

            AssertOpenSsl(key, encrypted: true, "pkcs8", "-topk8", "-scrypt", "-passout", "pass:" + Pass, "-outform", form);
            AssertOpenSsl(key, encrypted: false, "pkcs8", "-topk8", "-nocrypt", "-outform", form);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rsa))]
    public void ReadPrivateKey_OpenSslTraditionalEveryCipher_IsTheKey(string key)
    {
        foreach (var cipher in new[] { "-aes128", "-aes192", "-aes256", "-des3" })
        {
            AssertOpenSsl(key, encrypted: true, "rsa", "-traditional", cipher, "-passout", "pass:" + Pass);
        }

        AssertOpenSsl(key, encrypted: false, "rsa", "-traditional");
        AssertOpenSsl(key, encrypted: false, "rsa", "-traditional", "-outform", "DER");
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void ReadPrivateKey_PuttyGenEveryVersionAndDerivation_IsTheKey(string key)
    {
        foreach (var version in new[] { "version=2", "version=3,memory=1024,passes=2,kdf=argon2id", "version=3,memory=1024,passes=2,kdf=argon2i", "version=3,memory=1024,passes=2,kdf=argon2d" })
        {
            foreach (var encrypted in new[] { false, true })
            {
                var path = _keys.Fresh();
                Tool.PuttyGen.Run(_keys.Path(key), "-O", "private", "-o", path, "--ppk-param", version, "--new-passphrase", encrypted ? _keys.PassFile : _keys.NoPassFile).MustSucceed();
                AssertReads(key, path, encrypted, "puttygen " + version);
            }
        }

        var ppk = _keys.Fresh();
        Tool.PuttyGen.Run(_keys.Path(key), "-O", "private", "-o", ppk, "--new-passphrase", _keys.NoPassFile).MustSucceed();
        foreach (var encrypted in new[] { false, true })
        {
            foreach (var kind in new[] { "private-openssh", "private-openssh-new" })
            {
                var path = _keys.Fresh();
                Tool.PuttyGen.Run(ppk, "-O", kind, "-o", path, "--new-passphrase", encrypted ? _keys.PassFile : _keys.NoPassFile).MustSucceed();
                AssertReads(key, path, encrypted, "puttygen -O " + kind);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void ReadPublicKey_EveryPeerForm_IsTheKey(string key)
    {
        var forms = key == "ed25519" ? new[] { "RFC4716" } : ["RFC4716", "PKCS8", "PEM"];
        foreach (var form in forms) AssertPublic(key, Tool.SshKeygen.Run("-e", "-m", form, "-f", _keys.Path(key) + ".pub").MustSucceed().Output, form);
        foreach (var form in new[] { "PEM", "DER" })
        {
            AssertPublic(key, Tool.OpenSsl.Run("pkey", "-in", _keys.Pkcs8(key), "-pubout", "-outform", form).MustSucceed().Output, "openssl " + form);
            if (key == "ed25519") continue;
            if (form == "PEM") AssertPublic(key, Tool.OpenSsl.Run("rsa", "-in", _keys.Pkcs8(key), "-RSAPublicKey_out").MustSucceed().Output, "openssl RSAPublicKey");
        }

        foreach (var form in new[] { "public", "public-openssh" }) AssertPublic(key, Tool.PuttyGen.Run(_keys.Path(key), "-O", form, "-o", "/dev/stdout").MustSucceed().Output, "puttygen " + form);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void WritePrivateKey_EveryEncoding_PeersOpen(string key)
    {
        using var ours = KeyFile.ReadPrivateKey(File.ReadAllBytes(_keys.Path(key)));
        ours.Comment = "matrix";
        var line = ours.PublicKey.ToOpenSshLine();
        foreach (var encrypted in new[] { false, true })
        {
            var pass = encrypted ? Pass : "";
            string Write(PrivateKeyEncoding encoding) => _keys.Write(KeyFile.WritePrivateKey(ours, encoding, encrypted ? Fixture.Passphrase : null));
            Assert.Equal(line, Bare(Tool.SshKeygen.Run("-y", "-P", pass, "-f", Write(PrivateKeyEncoding.OpenSsh)).MustSucceed().Text));
            foreach (var (encoding, form) in new[] { (PrivateKeyEncoding.Pkcs8, "PEM"), (PrivateKeyEncoding.Pkcs8Der, "DER") })
            {
                var spki = Tool.OpenSsl.Run("pkey", "-in", Write(encoding), "-inform", form, "-passin", "pass:" + pass, "-pubout", "-outform", "DER").MustSucceed().Output;
                Assert.Equal(ours.PublicKey.ToSubjectPublicKeyInfo(), spki);
            }

            var ppk = Write(PrivateKeyEncoding.Ppk);
            Assert.Equal(line, Bare(Tool.PuttyGen.Run(ppk, "-L").MustSucceed().Text));
            var back = _keys.Fresh();
            Tool.PuttyGen.Run(ppk, "-O", "private-openssh-new", "-o", back, "--old-passphrase", encrypted ? _keys.PassFile : _keys.NoPassFile, "--new-passphrase", _keys.NoPassFile).MustSucceed();
            Assert.Equal(line, Bare(Tool.SshKeygen.Run("-y", "-P", "", "-f", back).MustSucceed().Text));
            if (encrypted || key == "ed25519") continue;
            var pkcs1 = Write(PrivateKeyEncoding.Pkcs1);
            Tool.OpenSsl.Run("rsa", "-in", pkcs1, "-check", "-noout").MustSucceed();
            Assert.Equal(line, Bare(Tool.SshKeygen.Run("-y", "-P", "", "-f", pkcs1).MustSucceed().Text));
            Assert.Equal(line, Bare(Tool.PuttyGen.Run(pkcs1, "-L").MustSucceed().Text));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void WritePublicKey_EveryEncoding_PeersRead(string key)
    {
        var ours = KeyFile.ReadPublicKey(File.ReadAllBytes(_keys.Path(key) + ".pub"));
        var line = ours.ToOpenSshLine();
        string Write(PublicKeyEncoding encoding) => _keys.Write(KeyFile.WritePublicKey(ours, encoding, "matrix"));
        Assert.Contains(OpenSshFingerprint.Sha256(ours), Tool.SshKeygen.Run("-l", "-f", Write(PublicKeyEncoding.OpenSsh)).MustSucceed().Text);
        Assert.Equal(line, Bare(Tool.SshKeygen.Run("-i", "-f", Write(PublicKeyEncoding.Rfc4716)).MustSucceed().Text));
        Assert.Equal(line, Bare(Tool.PuttyGen.Run(Write(PublicKeyEncoding.Rfc4716), "-L").MustSucceed().Text));
        foreach (var (encoding, form) in new[] { (PublicKeyEncoding.Spki, "PEM"), (PublicKeyEncoding.SpkiDer, "DER") })
        {
            Assert.Equal(ours.ToSubjectPublicKeyInfo(), Tool.OpenSsl.Run("pkey", "-pubin", "-in", Write(encoding), "-inform", form, "-pubout", "-outform", "DER").MustSucceed().Output);
        }

        if (key == "ed25519") return; // ssh-keygen reads RSA only in these forms.
        Assert.Equal(line, Bare(Tool.SshKeygen.Run("-i", "-m", "PKCS8", "-f", Write(PublicKeyEncoding.Spki)).MustSucceed().Text));
        Assert.Equal(line, Bare(Tool.SshKeygen.Run("-i", "-m", "PEM", "-f", Write(PublicKeyEncoding.Pkcs1)).MustSucceed().Text));
    }

    private void AssertOpenSsl(string key, bool encrypted, params string[] arguments)
    {
        var path = _keys.Fresh();
        Tool.OpenSsl.Run([.. arguments, "-in", _keys.Pkcs8(key), "-out", path]).MustSucceed();
        AssertReads(key, path, encrypted, "openssl " + string.Join(' ', arguments));
    }

    private void AssertReads(string key, string path, bool encrypted, string how)
    {
        var content = File.ReadAllBytes(path);
        Assert.True(encrypted == KeyFile.Inspect(content).IsEncrypted, how);
        using var read = KeyFile.ReadPrivateKey(content, encrypted ? Fixture.Passphrase : null);
        Assert.True(_keys.Line(key) == read.PublicKey.ToOpenSshLine(), how);
    }

    private void AssertPublic(string key, byte[] content, string how) => Assert.True(_keys.Line(key) == KeyFile.ReadPublicKey(content).ToOpenSshLine(), how);

    private static string Bare(string line) => string.Join(' ', line.Split(' ').Take(2));

    /// <summary>One key of each kind, made by ssh-keygen once for all of these tests.</summary>
    public sealed class PeerKeys : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private int _files;

        public string PassFile => _folder.Write("pass", Encoding.ASCII.GetBytes(Pass));

        public string NoPassFile => _folder.Write("nopass", []);

        /// <summary>The unencrypted OpenSSH file, and its public half beside it.</summary>
        public string Path(string key)
        {
            var path = _folder.File(key);
            if (!File.Exists(path)) Tool.SshKeygen.Run(["-q", "-N", "", "-C", "matrix", "-f", path, .. key == "ed25519" ? new[] { "-t", "ed25519" } : ["-t", "rsa", "-b", key[3..]]]).MustSucceed();
            return path;
        }

        /// <summary>openssl reads no OpenSSH files: the PKCS#8 form is ours for Ed25519, checked by openssl when it opens it.</summary>
        public string Pkcs8(string key)
        {
            var path = _folder.File(key + ".p8");
            if (File.Exists(path)) return path;
            using var read = KeyFile.ReadPrivateKey(File.ReadAllBytes(Path(key)));
            return _folder.Write(key + ".p8", KeyFile.WritePrivateKey(read, PrivateKeyEncoding.Pkcs8));
        }

        public string Line(string key) => Bare(File.ReadAllText(Path(key) + ".pub"));

        public string Fresh() => _folder.File($"file{_files++}");

        public string Copy(string key) => Write(File.ReadAllBytes(Path(key)));

        public string Write(byte[] content) => _folder.Write($"file{_files++}", content);

        public void Dispose() => _folder.Dispose();
    }
}
