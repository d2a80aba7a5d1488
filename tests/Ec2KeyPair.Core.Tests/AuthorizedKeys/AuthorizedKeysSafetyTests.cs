using System.Diagnostics;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Tests.Store;

namespace Ec2KeyPair.Core.Tests.AuthorizedKeys;

/// <summary>The script against tricks, crashes and other editors; and what it keeps of a file's access.</summary>
public sealed class AuthorizedKeysSafetyTests
{
    private const int Editors = 8;
    private static readonly int Edits = TestSize.Of("EC2KEYPAIR_KEY_EDITS", 2);

    public static TheoryData<string> Shells => ScriptMachine.Shells;

    private static bool IsRoot => Environment.UserName == "root";

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Edit_LinksHardLinksAndOtherKinds_AreRefused(string shell)
    {
        using var machine = new ScriptMachine(shell);
        var folder = Path.GetDirectoryName(machine.Keys)!;
        var elsewhere = Path.Combine(machine.Home, "elsewhere");
        Directory.CreateDirectory(elsewhere);
        File.WriteAllText(Path.Combine(elsewhere, "authorized_keys"), "precious\n");

        Directory.CreateSymbolicLink(folder, elsewhere);
        Refused(machine, $"Link {folder}");
        Directory.Delete(folder);

        machine.Write("");
        File.Delete(machine.Keys);
        File.CreateSymbolicLink(machine.Keys, Path.Combine(elsewhere, "authorized_keys"));
        Refused(machine, $"Link {machine.Keys}");
        File.Delete(machine.Keys);
        File.CreateSymbolicLink(machine.Keys, Path.Combine(elsewhere, "nothing"));
        Refused(machine, $"Link {machine.Keys}");
        File.Delete(machine.Keys);

        Tool.Named("ln").Run(Path.Combine(elsewhere, "authorized_keys"), machine.Keys).MustSucceed();
        Refused(machine, $"HardLink {machine.Keys}");
        File.Delete(machine.Keys);
        Tool.Named("mkfifo").Run(machine.Keys).MustSucceed();
        Refused(machine, $"Kind {machine.Keys}");
        File.Delete(machine.Keys);
        Directory.CreateDirectory(machine.Keys);
        Refused(machine, $"Kind {machine.Keys}");
        Directory.Delete(machine.Keys);
        Directory.Delete(folder);
        File.WriteAllText(folder, "");
        Refused(machine, $"Kind {folder}");
        Assert.Equal("precious\n", File.ReadAllText(Path.Combine(elsewhere, "authorized_keys")));
        Assert.False(File.Exists(Path.Combine(elsewhere, "nothing")));
    }

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Edit_ZeroBytes_AreNoFileOfKeys(string shell)
    {
        using var machine = new ScriptMachine(shell);
        machine.Write("a\0b\n");
        Assert.Equal(KeyEditStatus.Binary, machine.Add(ScriptMachine.NewKey()).Status);
        Assert.Equal("a\0b\n", machine.Read());
    }

    [SkippableTheory]
    [InlineData("dash", true)]
    [InlineData("dash", false)]
    [InlineData("busybox sh", false)]
    public void Edit_ModeOwnerAndGroup_StayAsTheyAre(string shell, bool hasAttributesOnly)
    {
        using var machine = new ScriptMachine(shell);
        // As busybox's cp, which knows no --attributes-only.
        if (!hasAttributesOnly) machine.MakeProgram("cp", "exit 1");
        machine.Write(ScriptMachine.NewKey().Line);
        foreach (var mode in new[] { "640", "444", "600", "755" })
        {
            ScriptMachine.Mode(machine.Keys, mode);
            if (IsRoot) Tool.Named("chgrp").Run("7", machine.Keys).MustSucceed();
            var before = ScriptMachine.Access(machine.Keys);
            Assert.Equal(KeyEditStatus.Done, machine.Add(ScriptMachine.NewKey()).Status);
            Assert.Equal(before, ScriptMachine.Access(machine.Keys));
        }
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Edit_AccessControlListAndLabel_StayAsTheyAre(bool hasAttributesOnly)
    {
        using var machine = new ScriptMachine();
        var key = ScriptMachine.NewKey();
        machine.Write("");
        Skip.If(Tool.Named("setfacl").Run("-m", "u:7:r", machine.Keys).ExitCode != 0, "no ACLs on this file system");
        if (!hasAttributesOnly) machine.MakeProgram("cp", "exit 1");
        machine.MakeProgram("chcon", $"echo \"$@\" > '{machine.Home}/chcon'");
        string Acl() => string.Join('\n', Tool.Named("getfacl").Run("-cp", machine.Keys).MustSucceed().Text);
        var before = Acl();
        Assert.Equal(KeyEditStatus.Done, machine.Add(key).Status);
        Assert.Equal(before, Acl());
        if (!hasAttributesOnly) Assert.StartsWith($"--reference={machine.Keys} ", File.ReadAllText(Path.Combine(machine.Home, "chcon")));

        // Where it can't be kept, the old file stays.
        machine.MakeProgram("cp", "exit 1");
        machine.MakeProgram("setfacl", "exit 1");
        Assert.Equal(KeyEditStatus.AccessNotKept, machine.Add(ScriptMachine.NewKey()).Status);
        Assert.Equal((key.Line + "\n", before), (machine.Read(), Acl()));
    }

    [SkippableFact]
    public void Edit_DiskFull_LeavesTheOldFile()
    {
        using var machine = new ScriptMachine();
        machine.Write("old\n");
        machine.MakeProgram("cat", "case $1 in */.authorized_keys.*) echo part; exit 1;; esac; exec /bin/cat \"$@\"");
        Assert.Equal(KeyEditStatus.WriteFailed, machine.Add(ScriptMachine.NewKey()).Status);
        Assert.Equal("old\n", machine.Read());
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(machine.Keys)!));
    }

    /// <summary>cp of coreutils 8.6 to 8.16 empties what it gives attributes to; and what the disk did not take may be told by sync alone.</summary>
    [SkippableTheory]
    [InlineData("dash", "cp", "for last; do :; done; : >\"$last\"; exec /bin/cp \"$@\"")]
    [InlineData("bash", "cp", "for last; do :; done; : >\"$last\"; exec /bin/cp \"$@\"")]
    [InlineData("dash", "touch", "for last; do :; done; head -c 40 \"$last\" >\"$last.x\"; cat \"$last.x\" >\"$last\"; rm \"$last.x\"")]
    [InlineData("dash", "sync", "case $1 in */.authorized_keys.*) exit 1;; esac")]
    [InlineData("bash", "sync", "case $1 in */.authorized_keys.*) exit 1;; esac")]
    public void Edit_NewFileIsNotWhatWasWritten_LeavesTheOldFile(string shell, string program, string script)
    {
        using var machine = new ScriptMachine(shell);
        var (one, two) = (ScriptMachine.NewKey(), ScriptMachine.NewKey());
        var before = one.Line + "\n" + two.Line + "\n";
        machine.Write(before);
        machine.MakeProgram(program, script);
        Assert.Equal(KeyEditStatus.WriteFailed, machine.Add(ScriptMachine.NewKey()).Status);
        Assert.Equal(KeyEditStatus.WriteFailed, machine.Remove(two).Status);
        Assert.Equal(before, machine.Read());
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(machine.Keys)!));
    }

    [SkippableFact]
    public void Edit_SyncThatTakesNoFiles_IsNoFailure()
    {
        using var machine = new ScriptMachine();
        machine.MakeProgram("sync", "[ $# = 0 ]"); // busybox without FANCY_SYNC
        Assert.Equal(KeyEditStatus.Done, machine.Add(ScriptMachine.NewKey()).Status);
        Assert.Single(machine.List().Keys);
    }

    [SkippableTheory]
    [InlineData("dash", true)]
    [InlineData("dash", false)]
    [InlineData("bash", true)]
    [InlineData("busybox sh", true)]
    [InlineData("busybox sh", false)]
    public async Task Edit_EightEditorsAtOnce_LoseNothing(string shell, bool hasFlock)
    {
        using var machine = new ScriptMachine(shell);
        if (!hasFlock) machine.MakeProgram("flock", "exit 69");
        var (kept, gone) = (ScriptMachine.NewKey(), Enumerable.Range(0, Editors).Select(_ => ScriptMachine.NewKey()).ToList());
        machine.Write(kept.Line + "\n" + string.Concat(gone.Select(key => key.Line + "\n")));
        var added = Enumerable.Range(0, Editors * Edits).Select(_ => ScriptMachine.NewKey()).ToList();
        await Task.WhenAll(Enumerable.Range(0, Editors).Select(editor => Task.Run(() =>
        {
            for (var i = 0; i < Edits; i++) Assert.Equal(KeyEditStatus.Done, machine.Add(added[(editor * Edits) + i]).Status);
            Assert.Equal(KeyEditStatus.Done, machine.Remove(gone[editor]).Status);
        })));
        Assert.Equal(added.Append(kept).Select(key => key.Line).Order(), machine.Read().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(machine.Keys)!));
        Assert.Equal([Path.GetDirectoryName(machine.Keys)!], Directory.EnumerateFileSystemEntries(machine.Home));
    }

    [SkippableFact]
    public void Edit_AfterAnEditorThatDied_TakesItsLockAway()
    {
        using var machine = new ScriptMachine();
        machine.MakeProgram("flock", "exit 69");
        var boot = File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";
        foreach (var holder in new[] { $"4194304.{boot}", $"{Environment.ProcessId}.another-boot" })
        {
            File.CreateSymbolicLink(Path.Combine(machine.Home, ".ec2keypair-authorized-keys.lock"), holder);
            Assert.Equal(KeyEditStatus.Done, machine.Add(ScriptMachine.NewKey()).Status);
        }

        Assert.Equal(2, machine.List().Keys.Count);
    }

    /// <summary>A home folder on a network: whether a process of another machine lives can't be asked, so its lock counts until it is old.</summary>
    [SkippableTheory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Edit_LockOfAnotherMachine_IsTakenAwayByItsAgeAlone(string shell)
    {
        using var machine = new ScriptMachine(shell);
        machine.MakeProgram("flock", "exit 69");
        machine.MakeProgram("sleep", "exit 0");
        var place = Path.Combine(machine.Home, ".ec2keypair-authorized-keys.lock");
        File.CreateSymbolicLink(place, "4194304.some-boot@some.other.machine");
        Assert.Equal(KeyEditStatus.Busy, machine.Add(ScriptMachine.NewKey()).Status);
        Tool.Named("touch").Run("-h", "-d", "10 minutes ago", place).MustSucceed();
        Assert.Equal(KeyEditStatus.Done, machine.Add(ScriptMachine.NewKey()).Status);
        Assert.False(new FileInfo(place).Exists || new FileInfo(place).LinkTarget is not null);
    }

    [SkippableTheory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Edit_SomethingElseInThePlaceOfTheLock_IsWaitedForAndGivenUp(string shell)
    {
        using var machine = new ScriptMachine(shell);
        machine.MakeProgram("flock", "exit 69");
        machine.MakeProgram("sleep", "exit 0");
        // Without a wait it would go round for ever: then it is ended from here.
        var count = Path.Combine(machine.Programs, "calls");
        machine.MakeProgram("ln", $"echo >>'{count}'; [ $(wc -l <'{count}') -lt 1000 ] || kill $PPID\nexec /bin/ln \"$@\"");
        File.WriteAllText(Path.Combine(machine.Home, ".ec2keypair-authorized-keys.lock"), "");
        Assert.Equal(KeyEditStatus.Busy, machine.Add(ScriptMachine.NewKey()).Status);
    }

    /// <summary>Its whole process group is killed as it calls a program, with every program that it calls while it writes.</summary>
    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public async Task Edit_KilledAtAnyStep_LeavesTheOldFileOrTheNewOne(string shell)
    {
        using var machine = new ScriptMachine(shell);
        Skip.If(!Tool.Named("setsid").IsInstalled, "setsid is not installed");
        var (old, added) = (ScriptMachine.NewKey(), ScriptMachine.NewKey());
        var (before, after) = (old.Line + "\n", old.Line + "\n" + added.Line + "\n");
        var outcomes = new List<string>();
        foreach (var (program, call) in new[] { ("mktemp", 1), ("mktemp", 2), ("cat", 1), ("cat", 2), ("tail", 1), ("cp", 1), ("touch", 1), ("sync", 1), ("cmp", 1), ("mv", 1), ("sync", 2), ("rm", 3) })
        {
            machine.Write(before);
            var path = Tool.Named("sh").Run("-c", $"command -v {program}").Text;
            var count = Path.Combine(machine.Programs, "calls");
            File.Delete(count);
            machine.MakeProgram(program, $"echo >>'{count}'; [ $(wc -l <'{count}') -ne {call} ] || kill -KILL 0\nexec {path} \"$@\"");
            using var process = machine.Start(new KeyEditRequest(KeyOperation.Add, [added]));
            await process.WaitForExitAsync();
            File.Delete(Path.Combine(machine.Programs, program));
            var content = machine.Read();
            Assert.True(content == before || content == after, $"killed at {program} {call}: {content}");
            outcomes.Add(content == before ? "old" : "new");
            Assert.Equal(KeyEditStatus.Done, machine.Add(added).Status);
            Assert.Equal(after, machine.Read());
            Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(machine.Keys)!));
        }

        Assert.Contains("old", outcomes);
        Assert.Contains("new", outcomes);
    }

    [SkippableFact]
    public void Edit_AnEditorThatKnowsNoLock_LosesNothing()
    {
        using var machine = new ScriptMachine();
        var (one, foreign, added) = (ScriptMachine.NewKey(), ScriptMachine.NewKey(), ScriptMachine.NewKey());
        machine.Write(one.Line + "\n");
        // Somebody appends after the file was read and before it is replaced.
        machine.MakeProgram("touch", $"[ -e '{machine.Home}/done' ] || echo '{foreign.Line}' >>'{machine.Keys}'; : >'{machine.Home}/done'; exec /usr/bin/touch \"$@\"");
        Assert.Equal(KeyEditStatus.Done, machine.Add(added).Status);
        Assert.Equal(one.Line + "\n" + foreign.Line + "\n" + added.Line + "\n", machine.Read());
    }

    private static void Refused(ScriptMachine machine, string detail)
    {
        foreach (var report in new[] { machine.Add(ScriptMachine.NewKey()), machine.Remove(ScriptMachine.NewKey()), machine.List() })
        {
            Assert.Equal((KeyEditStatus.Unsafe, detail), (report.Status, report.Detail));
        }
    }
}
