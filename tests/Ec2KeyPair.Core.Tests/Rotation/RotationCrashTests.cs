using System.Diagnostics;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Tests.Store;

namespace Ec2KeyPair.Core.Tests.Rotation;

/// <summary>
/// Rotations of real sshds by a process that is killed at any point and goes on with its journal. A prober looks all the time
/// whether each host still has one of the two keys, and logs in.
/// </summary>
public sealed class RotationCrashTests : IDisposable
{
    private const int AtOnce = 16;
    private const int Seed = 20260807;
    private static readonly int Count = TestSize.Of("EC2KEYPAIR_ROTATION_HOSTS", 6);
    private static readonly int Kills = TestSize.Of("EC2KEYPAIR_ROTATION_KILLS", 8);
    private readonly TemporaryFolder _folder = new();
    private readonly List<ShellHost> _hosts = [];

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task Rotation_KilledAtAnyMoment_EndsWithTheRightKeyAndLocksNobodyOut()
    {
        Skip.If(OperatingSystem.IsWindows(), "no sshd here");
#if DESKTOP_CORE
        // Setters that are "init" are marked with a type that the two builds have from different assemblies.
        Skip.If(true, "the program that is killed is compiled against the other build of the core");
#endif
        var keys = new[] { MakeKey("one"), MakeKey("two") };
        for (var i = 0; i < Count; i++) _hosts.Add(new ShellHost(i, keys[0].Line));
        using var prober = new Prober(_hosts, keys.Select(key => key.Line.Split(' ')[1]).ToArray(), keys.Select(key => key.Path).ToArray());
        var random = new Random(Seed);
        var (killed, rotations) = (0, 0);
        var finished = false;
        while (killed < Kills || !finished)
        {
            // Forth and back, until there were as many kills as were asked for.
            var (before, after) = (keys[rotations % 2], keys[(rotations + 1) % 2]);
            WriteHosts(before.Path, after.Path);
            var journal = _folder.File($"rotation-{rotations}.journal");
            finished = false;
            while (!finished)
            {
                using var child = CrashChild.Start("rotate", journal, _folder.File("hosts"), $"{AtOnce}");
                // A part of the kills falls on the start; the others on the work.
                var hasBegun = random.Next(5) > 0 ? await child.StandardOutput.ReadLineAsync() == "begun" : false;
                var rest = child.StandardOutput.ReadToEndAsync();
                var isKilled = killed < Kills && await KillAsync(child, rest, random.Next(0, hasBegun ? 1500 : 700));
                await child.WaitForExitAsync();
                if (isKilled) killed++;
                finished = !isKilled;
                if (finished) Assert.True(child.ExitCode == 0, await rest);
            }

            Assert.All(_hosts, host => Assert.Equal(after.Line.Split(' ')[1], Assert.Single(Blobs(host))));
            Assert.All(_hosts, host => Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(host.KeysPath)!)));
            rotations++;
        }

        var (looks, logins, lockouts) = prober.Stop();
        Assert.Empty(lockouts);
        Assert.True(looks > 0 && logins > 0, "the prober has looked");
        if (Environment.GetEnvironmentVariable("EC2KEYPAIR_ROTATION_FIGURES") is { Length: > 0 } figures)
        {
            await File.WriteAllTextAsync(figures, $"{Count} hosts, {killed} kills, {rotations} rotations, {looks} looks, {logins} logins, {lockouts.Count} lockouts\n");
        }
    }

    internal static string[] Blobs(ShellHost host) => File.ReadAllLines(host.KeysPath).Select(line => line.Split(' ')[1]).ToArray();

    private static async Task<bool> KillAsync(Process child, Task<string> output, int milliseconds)
    {
        if (await Task.WhenAny(output, Task.Delay(milliseconds)) == output) return false;
        child.Kill();
        return true;
    }

    private (string Line, string Path) MakeKey(string name)
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519, comment: name);
        return (key.PublicKey.ToOpenSshLine(name), _folder.Write(name, KeyFile.WritePrivateKey(key, PrivateKeyEncoding.OpenSsh)));
    }

    private void WriteHosts(string oldKey, string newKey) => File.WriteAllLines(
        _folder.File("hosts"), [Environment.UserName, oldKey, newKey, .. _hosts.Select(host => $"{host.Id} {host.Port} {host.HostKey}")]);
}
