using System.Diagnostics;
using System.Text;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Repair;
using Ec2KeyPair.Core.Repair.UserData;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Repair;

/// <summary>What cloud-init runs at a boot, in real shells, on the real root: getent tells accounts that live in a folder, and the console is a file.</summary>
public sealed class BootScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PublicKey _key;

    public BootScriptTests()
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519, comment: "x; touch y");
        _key = key.PublicKey;
        Directory.CreateDirectory(_folder.File("home/me"));
        Directory.CreateDirectory(_folder.File("outside"));
        File.CreateSymbolicLink(_folder.File("home/link"), _folder.File("outside"));
        Directory.CreateDirectory(_folder.File("bin"));
        File.WriteAllText(
            _folder.File("bin/getent"),
            $"#!/bin/sh\ncase $2 in me|link|gone) echo \"$2:x:1000:1000::{_folder.File("home")}/$2:/bin/sh\" ;; *) exit 2 ;; esac\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.File("bin/getent"), (UnixFileMode)0b111_000_000);
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("busybox")]
    public void Run_AnAccountOfTheSystem_GetsTheKeyOnce(string shell)
    {
        var file = _folder.File("home/me/.ssh/authorized_keys");
        Assert.Equal("added", Run(shell, "me"));
        Assert.Equal("there", Run(shell, "me"));
        Assert.Equal(KeyText.Of(_key) + "\n", File.ReadAllText(file));
        if (!OperatingSystem.IsWindows()) Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file));
    }

    [SkippableTheory]
    [InlineData("nobody-of-this-name", "no-user")]
    [InlineData("gone", "no-home")]
    [InlineData("link", "unsafe")]
    public void Run_NoAccountOrNoHome_ChangesNothing(string user, string verdict)
    {
        Assert.Equal(verdict, Run("dash", user));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("outside")));
        Assert.False(Directory.Exists(_folder.File("home/gone")));
    }

    private string Run(string shell, string user)
    {
        var program = Tool.Find(shell);
        Skip.If(OperatingSystem.IsWindows() || program is null, $"no {shell} here");
        var console = _folder.File("console");
        var lines = Encoding.ASCII.GetString(RepairUserData.For(user, _key, "abc")).Split('\n');
        var block = lines.Skip(3).TakeWhile(line => line.Length == 0 || line[0] == ' ').Select(line => line.Length == 0 ? line : line[2..]);
        var script = _folder.Write("script", Encoding.ASCII.GetBytes(string.Join("\n", block).Replace("/dev/console", console, StringComparison.Ordinal) + "\n"));
        var start = new ProcessStartInfo(program!, shell == "busybox" ? ["sh", script] : [script]) { RedirectStandardError = true };
        start.Environment["PATH"] = _folder.File("bin") + ":" + start.Environment["PATH"];
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return KeyVerdict.Find(File.ReadAllText(console), "abc") ?? error;
    }
}
