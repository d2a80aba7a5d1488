using System.Text;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Repair;
using Ec2KeyPair.Core.Repair.RootVolume;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Repair;

/// <summary>What a helper runs, in real shells; disks are folders, and mount makes links to them.</summary>
public sealed class HelperScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PublicKey _key;

    public HelperScriptTests()
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519, comment: "x; touch y");
        _key = key.PublicKey;
    }

    public static TheoryData<string, string> Shells
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var shell in new[] { "dash", "bash", "busybox" })
            {
                all.Add(shell, "xfs");
                all.Add(shell, "ext4");
            }

            return all;
        }
    }

    private string Root => _folder.File("disk");

    private string AuthorizedKeys => Path.Combine(Root, "home", "me", ".ssh", "authorized_keys");

    private string Line => string.Join(" ", _key.ToOpenSshLine().Split(' ').Take(2));

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Run_AccountWithKeys_AppendsAndKeepsWhatIsThere(string shell, string fileSystem)
    {
        Disk(fileSystem);
        Directory.CreateDirectory(Path.GetDirectoryName(AuthorizedKeys)!);
        File.WriteAllText(AuthorizedKeys, "# mine\r\nssh-rsa AAAA no line feed at its end");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(AuthorizedKeys, (UnixFileMode)0b110_110_000);
        Assert.Equal("added", Run(shell, "me"));
        Assert.Equal($"# mine\r\nssh-rsa AAAA no line feed at its end\n{Line}\n", File.ReadAllText(AuthorizedKeys));
        // sshd would not trust it while its group may write.
        if (!OperatingSystem.IsWindows()) Assert.Equal((UnixFileMode)0b110_100_000, File.GetUnixFileMode(AuthorizedKeys));
        Assert.Equal("there", Run(shell, "me"));
        Assert.Equal(3, File.ReadAllLines(AuthorizedKeys).Length);
    }

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Run_AccountWithoutKeys_MakesThemPrivate(string shell, string fileSystem)
    {
        Disk(fileSystem);
        Assert.Equal("added", Run(shell, "me"));
        Assert.Equal(Line + "\n", File.ReadAllText(AuthorizedKeys));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(AuthorizedKeys));
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Path.GetDirectoryName(AuthorizedKeys)!));
    }

    [SkippableTheory]
    [InlineData("nobody", "no-user")]
    [InlineData("m.", "no-user")]
    [InlineData("homeless", "no-home")]
    [InlineData("relative", "no-home")]
    [InlineData("dotted", "unsafe")]
    [InlineData("linked", "unsafe")]
    public void Run_AccountThatCannotBeLetIn_SaysWhyAndTouchesNothing(string user, string verdict)
    {
        Disk("ext4");
        Assert.Equal(verdict, Run("dash", user));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("outside")));
    }

    [SkippableFact]
    public void Run_KeysAreALink_IsNotFollowed()
    {
        Disk("ext4");
        Directory.CreateDirectory(Path.GetDirectoryName(AuthorizedKeys)!);
        File.WriteAllText(_folder.File("victim"), "");
        File.CreateSymbolicLink(AuthorizedKeys, _folder.File("victim"));
        Assert.Equal("unsafe", Run("dash", "me"));
        Assert.Equal("", File.ReadAllText(_folder.File("victim")));
    }

    [SkippableFact]
    public void Run_NoSystemOnTheDisk_SaysSo()
    {
        Disk("ext4");
        File.Delete(Path.Combine(Root, "etc", "passwd"));
        Assert.Equal("no-system", Run("dash", "me"));
    }

    [Theory]
    [InlineData("ec2keypair-abc: added\n", "added")]
    [InlineData("[ 21.5] cloud-init[1]: ec2keypair-abc: no-user\r\n", "no-user")]
    [InlineData("ec2keypair-abd: added\n", null)]
    [InlineData("ec2keypair-abc: add", null)]
    [InlineData("ec2keypair-abc: \u001b[31m\n", null)]
    public void Verdict_OfAConsole_IsTheOneOfThisRepair(string console, string? verdict) => Assert.Equal(verdict, KeyVerdict.Find(console, "abc"));

    [Theory]
    [InlineData(1, 903)]
    [InlineData(600, 2700)]
    [InlineData(3600, 11700)]
    public void For_AnyPatience_TheHelperWaitsLongerThanStopDetachAndAttachMayTake(int patience, int wait) => Assert.Contains(
        $"\nleft='{wait}'\n", Encoding.UTF8.GetString(HelperScript.For("me", _key, "vol-0abc", "abc", TimeSpan.FromSeconds(patience))));

    private void Disk(string fileSystem)
    {
        Directory.CreateDirectory(Path.Combine(Root, "etc"));
        Directory.CreateDirectory(Path.Combine(Root, "home", "me"));
        Directory.CreateDirectory(_folder.File("outside"));
        File.CreateSymbolicLink(Path.Combine(Root, "home", "link"), _folder.File("outside"));
        File.WriteAllText(
            Path.Combine(Root, "etc", "passwd"),
            "root:x:0:0::/root:/bin/sh\nme:x:1000:1000:,,,:/home/me:/bin/sh\nhomeless:x:1:1::/gone:/bin/sh\nrelative:x:1:1::home/me:/bin/sh\ndotted:x:1:1::/home/../../outside:/bin/sh\nlinked:x:1:1::/home/link:/bin/sh\n");
        Program("lsblk", "case \"$*\" in *SERIAL) echo '/dev/nvme0n1 vol0ffff'; echo '/dev/nvme1n1 vol0abc' ;; *) printf '/dev/nvme1n1 disk\\n/dev/nvme1n1p1 part\\n/dev/nvme1n1p2 part\\n' ;; esac");
        var option = fileSystem == "xfs" ? "case \"$*\" in *nouuid*) ;; *) exit 32 ;; esac" : "case \"$*\" in *nouuid*) exit 32 ;; esac";
        Program("mount", $"{option}\nfor last; do :; done\ncase \"$*\" in *p2*) rmdir \"$last\"; ln -s '{Root}' \"$last\" ;; *) exit 32 ;; esac");
        Program("umount", "[ -L \"$1\" ] && rm \"$1\" && mkdir \"$1\"");
        Program("shutdown", ":");
        Program("sleep", ":");
        Program("udevadm", ":");
    }

    private void Program(string name, string script)
    {
        Directory.CreateDirectory(_folder.File("bin"));
        var path = _folder.File("bin/" + name);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)0b111_000_000);
    }

    private string Run(string shell, string user)
    {
        var program = Tool.Find(shell);
        Skip.If(OperatingSystem.IsWindows() || program is null, $"no {shell} here");
        var script = _folder.Write("script", HelperScript.For(user, _key, "vol-0abc", "abc", TimeSpan.FromMinutes(10)));
        string[] words = shell == "busybox" ? ["sh", script] : [script];
        var start = new System.Diagnostics.ProcessStartInfo(program!, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = _folder.File("bin") + ":" + start.Environment["PATH"];
        start.Environment["TMPDIR"] = _folder.Path;
        using var process = System.Diagnostics.Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return KeyVerdict.Find(output, "abc") ?? output + error.Result;
    }
}
