using Ec2KeyPair.Benchmarks.Running;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>Fingerprints of many key files, and opening an encrypted one, against ssh-keygen once per file.</summary>
internal static class KeyFilesFigure
{
    private const string Passphrase = "correct horse battery";
    private const double AskedToOpen = 1.2;

    internal static IEnumerable<Row> Measure(bool quick)
    {
        var count = quick ? 100 : 1000;
        var rounds = quick ? 3 : 5;
        if (Tool.SshKeygen is not { } keygen)
        {
            yield return Row.PeerAbsent($"fingerprints of {count} key files", "ssh-keygen", ">= 20x");
            yield break;
        }

        using var folder = new TemporaryFolder();
        using var session = ModuleSession.WithModule();
        foreach (var type in new[] { KeyType.Ed25519, KeyType.Rsa })
        {
            var files = Write(folder.Fresh(), type, count);
            var pattern = Path.Combine(Path.GetDirectoryName(files[0])!, "*");
            void Ours()
            {
                var told = session.Invoke("Get-EC2KeyPairLocal -Path $args[0] | ForEach-Object { $_.Fingerprints.OpenSshSha256 }", pattern).Count;
                if (told != count) throw new InvalidOperationException($"{told} of {count} files were told.");
            }

            Ours();
            yield return Row.Against(
                $"fingerprints of {count} {type} key files",
                $"ssh-keygen -lf x {count}",
                Paired.Run(rounds, () => Paired.Time(Ours), () => Paired.Time(() => files.ForEach(file => Tool.Run(keygen, ["-lf", file])))),
                20);
        }

        yield return Open(keygen, folder["bcrypt"], quick ? 5 : 15, session);
    }

    /// <summary>The same file; ours within a session, as ssh-keygen's time holds little beside the key derivation.</summary>
    private static Row Open(string keygen, string path, int rounds, ModuleSession session)
    {
        Tool.Run(keygen, ["-q", "-t", "ed25519", "-a", "24", "-N", Passphrase, "-f", path]);
        using var secret = new System.Security.SecureString();
        foreach (var character in Passphrase) secret.AppendChar(character);
        void Ours() => session.Invoke("Get-EC2KeyPairLocal -LiteralPath $args[0] -Passphrase $args[1]", path, secret);
        for (var i = 0; i < 5; i++) Ours();
        var times = Paired.Run(rounds, () => Paired.Time(Ours), () => Paired.Time(() => Tool.Run(keygen, ["-y", "-P", Passphrase, "-f", path])));
        return new Row(
            "opening a bcrypt-encrypted key (24 rounds)",
            Row.Seconds(times.Ours),
            $"ssh-keygen -y -P {Row.Seconds(times.Peer)}",
            $"{1 / times.Ratio:0.00} of its time",
            $"<= {AskedToOpen}",
            1 / times.Ratio <= AskedToOpen);
    }

    private static List<string> Write(string folder, KeyType type, int count)
    {
        // RSA keys take long to make: a few, over and over.
        var contents = Enumerable.Range(0, type == KeyType.Rsa ? 10 : 100).Select(_ =>
        {
            using var key = KeyGenerator.Generate(type, comment: "benchmark");
            return KeyFile.WritePrivateKey(key, PrivateKeyEncoding.OpenSsh);
        }).ToList();
        var files = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            var path = Path.Combine(folder, $"key-{i}.pem");
            File.WriteAllBytes(path, contents[i % contents.Count]);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            files.Add(path);
        }

        return files;
    }
}
