using System.Globalization;
using System.Security.Cryptography;
using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>Many Windows passwords against the AWS CLI once per instance, and against a boto3 script with 16 threads.</summary>
internal static class PasswordsFigure
{
    private const int CliSample = 5;
    private const int Threads = 16;
    private const string Command = "$args[0] | Get-EC2WindowsPassword -KeyPath $args[1]";

    internal static IEnumerable<Row> Measure(bool quick)
    {
        var count = quick ? 200 : 1000;
        var rounds = quick ? 3 : 7;
        using var folder = new TemporaryFolder();
        using var endpoint = Endpoint.Start(count, folder);
        endpoint.BecomeClient();
        var ids = endpoint.Instances.ToArray();
        File.WriteAllLines(folder["ids"], ids);
        using var session = ModuleSession.WithModule();
        for (var warmUp = 0; warmUp < 3; warmUp++) Get(session, ids, endpoint.KeyFile);

        var figure = $"{count} Windows passwords";
        yield return Cli(figure, rounds, ids, session, endpoint);
        foreach (var row in Boto3(figure, rounds, ids, session, endpoint, folder)) yield return row;

        yield return FourKeys(figure, rounds, ids, session, endpoint, folder);

        var floor = Paired.Run(
            rounds, () => Paired.Time(() => Get(session, ids, endpoint.KeyFile)), () => Floor(count, endpoint.KeyFile));
        yield return new Row(
            "  the floor: as many bare RSA-2048 operations", Row.Seconds(floor.Ours), $"{Environment.ProcessorCount} cores {Row.Seconds(floor.Peer)}", $"{floor.Ratio:0.00}x");
    }

    /// <summary>The child role: a fresh process gets the passwords once and prints the seconds of that one command.</summary>
    internal static void BeChild(string idsFile, string keyFile)
    {
        using var session = ModuleSession.WithModule();
        var ids = File.ReadAllLines(idsFile);
        Console.WriteLine(Paired.Time(() => Get(session, ids, keyFile)).ToString(CultureInfo.InvariantCulture));
    }

    private static Row Cli(string figure, int rounds, string[] ids, ModuleSession session, Endpoint endpoint)
    {
        const int asked = 100;
        figure += ", warm session";
        if (Tool.AwsCli is not { } aws) return Row.PeerAbsent(figure, "aws", $">= {asked}x");
        var sample = ids.Take(CliSample).ToArray();
        var times = Paired.Run(
            Math.Min(rounds, 3),
            () => Paired.Time(() => Get(session, ids, endpoint.KeyFile)),
            () => Paired.Time(() => sample.ToList().ForEach(One)) / sample.Length * ids.Length);
        return Row.Against(figure, $"aws get-password-data, from {CliSample}:", times, asked);

        void One(string id) => Tool.Run(
            aws, ["ec2", "get-password-data", "--instance-id", id, "--priv-launch-key", endpoint.KeyFile], endpoint.Environment);
    }

    private static IEnumerable<Row> Boto3(
        string figure, int rounds, string[] ids, ModuleSession session, Endpoint endpoint, TemporaryFolder folder)
    {
        const int asked = 3;
        if (!Tool.PythonHas("boto3", "cryptography") && !Tool.PythonHas("boto3", "rsa"))
        {
            yield return Row.PeerAbsent(figure, "python3 with boto3", $">= {asked}x");
            yield break;
        }

        var script = folder["passwords.py"];
        using (var source = typeof(PasswordsFigure).Assembly.GetManifestResourceStream("passwords.py")!)
        using (var target = File.Create(script))
        {
            source.CopyTo(target);
        }

        var peer = $"boto3, {Threads} threads";
        yield return Row.Against(
            figure + ", warm session",
            peer + ", its loop",
            Paired.Run(rounds, () => Paired.Time(() => Get(session, ids, endpoint.KeyFile)), Loop),
            asked);
        yield return Row.Against(
            figure + ", first command of a session",
            peer + ", whole script",
            Paired.Run(rounds, Child, () => Paired.Time(() => Loop())),
            asked);
        yield return Row.Against(
            figure + ", whole process with engine start",
            peer + ", whole script",
            Paired.Run(rounds, () => Paired.Time(() => Child()), () => Paired.Time(() => Loop())),
            null);

        double Child() => double.Parse(Tool.RunSelf("child", "passwords", folder["ids"], endpoint.KeyFile), CultureInfo.InvariantCulture);

        double Loop()
        {
            var answer = Tool.Run(Tool.Python!, [script, folder["ids"], endpoint.KeyFile, $"{Threads}"], endpoint.Environment).Split();
            return answer[1] == $"{ids.Length}"
                ? double.Parse(answer[0], CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"The script got {answer[1]} of {ids.Length} passwords.");
        }
    }

    /// <summary>The same number of passwords under four launch keys, each encrypted in another way, against those under one open key.</summary>
    private static Row FourKeys(string figure, int rounds, string[] ids, ModuleSession session, Endpoint endpoint, TemporaryFolder folder)
    {
        const double asked = 1.3;
        using var keys = EncryptedKeys.Write(folder.Fresh());
        using var others = Endpoint.Start(ids.Length, folder, ["--linux", "0", .. keys.PublicFiles.SelectMany(file => new[] { "--key-file", file })]);
        var otherIds = others.Instances.ToArray();
        for (var warmUp = 0; warmUp < 2; warmUp++) Ours();
        var times = Paired.Run(rounds, () => Paired.Time(Ours), () => Paired.Time(() => Get(session, ids, endpoint.KeyFile)));
        return new Row(
            figure + ", 4 encrypted launch keys in a folder",
            Row.Seconds(times.Ours),
            $"1 open launch key {Row.Seconds(times.Peer)}",
            $"{1 / times.Ratio:0.00} of its time",
            $"<= {asked}",
            1 / times.Ratio <= asked);

        void Ours()
        {
            var found = session.Invoke(
                "$args[0] | Get-EC2WindowsPassword -KeyPath $args[1] -Passphrase $args[2] -EndpointUrl $args[3]",
                otherIds, keys.Folder, keys.Passphrase, others.Environment["AWS_ENDPOINT_URL"]).Count;
            if (found != otherIds.Length) throw new InvalidOperationException($"{found} of {otherIds.Length} passwords were found.");
        }
    }

    private static void Get(ModuleSession session, string[] ids, string keyFile)
    {
        var found = session.Invoke(Command, ids, keyFile).Count;
        if (found != ids.Length) throw new InvalidOperationException($"{found} of {ids.Length} passwords were found.");
    }

    private static double Floor(int count, string keyFile)
    {
        using var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(keyFile));
        var data = key.Encrypt("a Windows password of 32 letters"u8, RSAEncryptionPadding.Pkcs1);
        var parameters = key.ExportParameters(true);
        var left = count;
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            using var mine = RSA.Create(parameters);
            while (Interlocked.Decrement(ref left) >= 0) mine.Decrypt(data, RSAEncryptionPadding.Pkcs1);
        })).ToList();
        return Paired.Time(() =>
        {
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
        });
    }
}
