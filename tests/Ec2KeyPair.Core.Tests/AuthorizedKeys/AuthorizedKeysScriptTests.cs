using System.Text;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Tests.Store;

namespace Ec2KeyPair.Core.Tests.AuthorizedKeys;

/// <summary>The script in every shell of this machine that instances have: what it does to files, odd ones too.</summary>
public sealed class AuthorizedKeysScriptTests
{
    private static readonly int OddFiles = TestSize.Of("EC2KEYPAIR_ODD_FILES", 6);

    public static TheoryData<string> Shells => ScriptMachine.Shells;

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Add_NoFileYet_MakesAPrivateOneAndRemoveEmptiesIt(string shell)
    {
        using var machine = new ScriptMachine(shell);
        var (one, two) = (ScriptMachine.NewKey("one o'clock \"x\" $HOME {{ssm}} \\"), ScriptMachine.NewKey("two"));
        var added = machine.Add(one, two);
        Assert.Equal((KeyEditStatus.Done, 2, 2), (added.Status, added.Changed.Count, added.Working));
        Assert.Equal(one.Line + "\n" + two.Line + "\n", machine.Read());
        Assert.StartsWith("-rw-------", ScriptMachine.Access(machine.Keys));
        Assert.StartsWith("drwx------", ScriptMachine.Access(Path.GetDirectoryName(machine.Keys)!));
        Assert.Equal(["one o'clock \"x\" $HOME {{ssm}} \\", "two"], machine.List().Keys.Select(listed => listed.Key.Comment));
        Assert.Equal([machine.Keys, machine.Keys], machine.List().Keys.Select(listed => listed.Path));
        Assert.Equal(1, machine.Remove(one).Working);
        Assert.Equal(two.Line + "\n", machine.Read());
        Assert.Equal((KeyEditStatus.Done, 0), (machine.Remove(two).Status, machine.Read().Length));
        Assert.Empty(Directory.EnumerateFileSystemEntries(machine.Home, ".ec2*").Concat(Directory.EnumerateFiles(Path.GetDirectoryName(machine.Keys)!, ".authorized*")));
    }

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void AddAndRemove_OddFiles_LeaveEveryOtherByte(string shell)
    {
        using var machine = new ScriptMachine(shell);
        var random = new Random(20260807);
        for (var round = 0; round < OddFiles; round++)
        {
            var (present, absent) = (ScriptMachine.NewKey(), ScriptMachine.NewKey());
            var file = OddFile(random, present);
            machine.Write(file);
            var lines = file.Split('\n');
            Assert.Equal(
                lines.Select((line, i) => (i + 1, AuthorizedKeyText.TryRead(line)?.Base64)).Where(pair => pair.Item2 is not null),
                machine.List().Keys.Select(listed => (listed.LineNumber, (string?)listed.Key.Base64)));

            var added = machine.Add(present, absent);
            var isThere = lines.Any(line => AuthorizedKeyText.TryRead(line) == present);
            Assert.Equal(isThere ? [1] : new[] { 0, 1 }, added.Changed.Keys.Order());
            var newLines = (isThere ? "" : present.Line + "\n") + absent.Line + "\n";
            Assert.Equal(file + (file.Length == 0 || file.EndsWith('\n') ? "" : "\n") + newLines, machine.Read());

            machine.Write(file);
            Assert.Equal(isThere ? 1 : 0, machine.Remove(present, absent).Changed.Count);
            Assert.Equal(Without(file, present), machine.Read());
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Add_KeyThatIsThere_TouchesNothing(string shell)
    {
        using var machine = new ScriptMachine(shell);
        var key = ScriptMachine.NewKey();
        machine.Write($"no-pty,from=\"10.0.0.0/8, \\\"x\" ssh-ed25519 {key.Base64} another comment\r\n");
        var before = Tool.Named("stat").Run("-c", "%i %Y %Z", machine.Keys).Text;
        Assert.Empty(machine.Add(key).Changed);
        Assert.Empty(machine.Remove(ScriptMachine.NewKey()).Changed);
        Assert.Equal(before, Tool.Named("stat").Run("-c", "%i %Y %Z", machine.Keys).Text);
    }

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Remove_LastKeyThatWorks_IsRefusedUnlessForced(string shell)
    {
        using var machine = new ScriptMachine(shell);
        var (last, other) = (ScriptMachine.NewKey(), ScriptMachine.NewKey());
        foreach (var hedge in new[] { "command=\"echo no\" ", "cert-authority ", "no-pty,expiry-time=\"20200101\" ", "FROM=\"10.0.0.1\" ", "# ", "ssh-dss " })
        {
            machine.Write(last.Line + "\n" + hedge + other.Line + "\n");
            Assert.Equal(KeyEditStatus.LastKey, machine.Run(new KeyEditRequest(KeyOperation.Remove, [last])).Status);
            Assert.StartsWith(last.Line, machine.Read());
            // What works for nobody may go.
            Assert.Equal(KeyEditStatus.Done, machine.Run(new KeyEditRequest(KeyOperation.Remove, [other])).Status);
        }

        machine.Write(last.Line + "\nno-pty,restrict " + other.Line + "\n");
        Assert.Equal(1, machine.Run(new KeyEditRequest(KeyOperation.Remove, [last])).Working);
        Assert.Equal(KeyEditStatus.LastKey, machine.Run(new KeyEditRequest(KeyOperation.Remove, [other])).Status);
        Assert.Equal((KeyEditStatus.Done, 0), (machine.Remove(other).Status, machine.Read().Length));
    }

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Remove_NeededKeyIsNotThereOrDoesNotOpen_ChangesNothing(string shell)
    {
        using var machine = new ScriptMachine(shell);
        var (old, other, needed) = (ScriptMachine.NewKey(), ScriptMachine.NewKey(), ScriptMachine.NewKey());
        foreach (var line in new[] { "", "# " + needed.Line, "command=\"echo no\" " + needed.Line, "cert-authority " + needed.Line, "no-pty,expiry-time=\"20200101\" " + needed.Line, needed.Line[..^20] })
        {
            var before = old.Line + "\n" + other.Line + "\n" + line + "\n";
            machine.Write(before);
            Assert.Equal(KeyEditStatus.NeededKey, machine.RemoveIfThere(needed, old).Status);
            Assert.Equal(before, machine.Read());
            Assert.Equal(KeyEditStatus.Done, machine.RemoveIfThere(needed, ScriptMachine.NewKey()).Status); // Nothing goes: nothing is needed.
        }

        foreach (var options in new[] { "", "from=\"10.0.0.0/8\",no-pty " })
        {
            machine.Write(old.Line + "\n" + other.Line + "\n" + options + needed.Line + "\n");
            Assert.Single(machine.RemoveIfThere(needed, old).Changed);
            Assert.Equal(other.Line + "\n" + options + needed.Line + "\n", machine.Read());
        }

        // In another file of the account it counts as well.
        machine.SshdSays("%h/.ssh/authorized_keys %h/more");
        machine.Write(old.Line + "\n");
        File.WriteAllText(Path.Combine(machine.Home, "more"), needed.Line + "\n");
        Assert.Single(machine.RemoveIfThere(needed, old).Changed);
    }

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Add_LikeAnotherKey_GetsItsOptionsAndNoOthers(string shell)
    {
        using var machine = new ScriptMachine(shell);
        var (old, added) = (ScriptMachine.NewKey(), ScriptMachine.NewKey());
        AuthorizedKeysReport Add() => machine.Run(new KeyEditRequest(KeyOperation.Add, [added]) { Like = old });
        foreach (var (options, working) in new[] { ("", 2), ("No-PTY,environment=\"A=\\\"b c\\\"\" ", 2), ("from=\"10.0.0.0/8,!10.1.0.0/16\",no-port-forwarding ", 0) })
        {
            machine.Write(options + old.Line + "\n# no command=\n");
            Assert.Equal(working, Add().Working);
            Assert.Equal(options + old.Line + "\n# no command=\n" + options + added.Line + "\n", machine.Read());
            Assert.Single(machine.RemoveIfThere(added, old).Changed);
            Assert.Equal("# no command=\n" + options + added.Line + "\n", machine.Read());
        }

        foreach (var (lines, detail) in new[]
        {
            ($"no-pty,COMMAND=\"x\" {old.Line}\n", "command="), ($"cert-authority {old.Line}\n", "cert-authority"), ($"expiry-time=\"20990101\" {old.Line}\n", "expiry-time="),
            ($"no-pty {old.Line}\n{old.Line}\n", "different options in its lines"),
        })
        {
            machine.Write(lines);
            Assert.Equal((KeyEditStatus.OldOptions, detail), Add() is var report ? (report.Status, report.Detail) : default);
            Assert.Equal(lines, machine.Read());
        }

        machine.Write("");
        Assert.Single(Add().Changed);
        Assert.Equal(added.Line + "\n", machine.Read());
    }

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Key_ThatIsNamedByItsSignature_IsSeenAsSshdDoes(string shell)
    {
        using var machine = new ScriptMachine(shell);
        using var made = Ec2KeyPair.Core.Keys.KeyGenerator.Generate(Ec2KeyPair.Core.Keys.KeyType.Rsa);
        var rsa = AuthorizedKeyText.Of(made.PublicKey, "x");
        foreach (var name in new[] { "rsa-sha2-256", "rsa-sha2-512" })
        {
            var line = $"{name} {rsa.Base64} x";
            machine.Write(line + "\n");
            Assert.Equal(rsa, Assert.Single(machine.List().Keys).Key);
            Assert.Equal(rsa.Line, AuthorizedKeyText.Parse(line).Line);
            Assert.Empty(machine.Add(rsa).Changed);
            Assert.Single(machine.Remove(rsa).Changed);
            Assert.Equal("", machine.Read());
        }

        // What is said here of sshd, sshd says too.
        using var host = new Rotation.ShellHost(0, $"rsa-sha2-512 {rsa.Base64} x");
        var key = Path.Combine(machine.Programs, "key");
        File.WriteAllBytes(key, Ec2KeyPair.Core.Keys.KeyFile.WritePrivateKey(made, Ec2KeyPair.Core.Keys.PrivateKeyEncoding.OpenSsh));
        ScriptMachine.Mode(key, "600");
        Tool.Named("ssh").Run(
            "-F", "none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "IdentitiesOnly=yes",
            "-p", $"{host.Port}", "-l", Environment.UserName, "-i", key, "127.0.0.1", "exit 0").MustSucceed();
    }

    /// <summary>Somebody who knows no lock takes the needed key away between the look and the change.</summary>
    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Remove_NeededKeyGoesMeanwhile_IsSeen(string shell)
    {
        using var machine = new ScriptMachine(shell);
        var (old, other, needed) = (ScriptMachine.NewKey(), ScriptMachine.NewKey(), ScriptMachine.NewKey());
        machine.Write(old.Line + "\n" + other.Line + "\n" + needed.Line + "\n");
        machine.MakeProgram("mktemp", $"[ -e '{machine.Home}/done' ] || sed -i 3d '{machine.Keys}'; : >'{machine.Home}/done'; exec /usr/bin/mktemp \"$@\"");
        Assert.Equal(KeyEditStatus.NeededKey, machine.RemoveIfThere(needed, old).Status);
        Assert.Equal(old.Line + "\n" + other.Line + "\n", machine.Read());
    }

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Remove_OnlyKeyThatHasOptions_IsRefusedUnlessForced(string shell)
    {
        using var machine = new ScriptMachine(shell);
        var (only, other) = (ScriptMachine.NewKey(), ScriptMachine.NewKey());
        var before = "from=\"10.0.0.0/8\" " + only.Line + "\n# end\n";
        machine.Write(before);
        Assert.Equal(KeyEditStatus.LastKey, machine.Run(new KeyEditRequest(KeyOperation.Remove, [only])).Status);
        Assert.Equal(before, machine.Read());
        machine.Write(before + "from=\"10.0.0.1\" " + other.Line + "\n");
        Assert.Equal(KeyEditStatus.LastKey, machine.Run(new KeyEditRequest(KeyOperation.Remove, [only, other])).Status);
        Assert.Single(machine.Run(new KeyEditRequest(KeyOperation.Remove, [only])).Changed);
        Assert.Single(machine.Remove(other).Changed);
    }

    /// <summary>bash before 5.1 keeps here-documents in files of /tmp, and where that is full they are empty: then no key would be seen.</summary>
    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Run_WhatCannotBeRead_IsNeverTakenForNoKeys(string shell)
    {
        using var machine = new ScriptMachine(shell);
        Assert.DoesNotContain("<<", AuthorizedKeysScript.For(new KeyEditRequest(KeyOperation.List, []), null, "0"));
        var key = ScriptMachine.NewKey();
        machine.Write(key.Line + "\n");
        foreach (var awk in new[] { "exit 2", "exit 0", "/usr/bin/awk \"$@\"; exit 2" })
        {
            machine.MakeProgram("awk", awk);
            if (awk != "exit 0") Assert.Equal(KeyEditStatus.ReadFailed, machine.List().Status);
            Assert.Equal(KeyEditStatus.ReadFailed, machine.Add(ScriptMachine.NewKey()).Status);
            Assert.Equal(KeyEditStatus.ReadFailed, machine.Run(new KeyEditRequest(KeyOperation.Remove, [key])).Status);
            Assert.Equal(key.Line + "\n", machine.Read());
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Shells))]
    public void Files_AreThoseThatSshdSays(string shell)
    {
        using var machine = new ScriptMachine(shell);
        var user = Environment.UserName;
        var (key, second) = (ScriptMachine.NewKey(), ScriptMachine.NewKey());
        machine.SshdSays("%h/keys/%u.%%.pub other/%U");
        Assert.True(machine.Add(key).IsToldBySshd);
        var first = Path.Combine(machine.Home, "keys", user + ".%.pub");
        Assert.Equal(key.Line + "\n", File.ReadAllText(first));

        // A key that is in the second file is there; it is removed from wherever it is.
        Directory.CreateDirectory(Path.Combine(machine.Home, "other"));
        var other = Path.Combine(machine.Home, "other", Tool.Named("id").Run("-u").Text);
        File.WriteAllText(other, second.Line + "\n");
        Assert.Empty(machine.Add(second).Changed);
        Assert.Equal([first, other], machine.Remove(key, second).Changed.Values.Order());
        Assert.Equal("", File.ReadAllText(first) + File.ReadAllText(other));

        machine.SshdSays("none");
        Assert.Equal(KeyEditStatus.NoFile, machine.Add(key).Status);
        machine.SshdSays("%h/../%u");
        Assert.Equal((KeyEditStatus.Unsafe, true), (machine.Add(key).Status, machine.Add(key).Detail.StartsWith("Path ")));
        machine.MakeProgram("sshd", "exit 255");
        Assert.False(machine.Add(key).IsToldBySshd);
        Assert.Equal(key.Line + "\n", machine.Read());
    }

    [SkippableFact]
    public void Strict_WhatOthersMayWrite_IsTold()
    {
        using var machine = new ScriptMachine();
        machine.Add(ScriptMachine.NewKey());
        ScriptMachine.Mode(machine.Home, "775");
        ScriptMachine.Mode(machine.Keys, "606");
        var report = machine.Add(ScriptMachine.NewKey());
        Assert.Equal([$"-rw----rw- {machine.Keys}", $"drwxrwxr-x {machine.Home}"], report.Loose);
        Assert.True(report.IsStrict);
        Assert.StartsWith("drwxrwxr-x", ScriptMachine.Access(machine.Home)); // Told, and left as it is.
        machine.MakeProgram("sshd", "echo 'authorizedkeysfile .ssh/authorized_keys'; echo 'strictmodes no'");
        Assert.False(machine.List().IsStrict);
    }

    private static string OddFile(Random random, AuthorizedKeyText present)
    {
        string[] kinds =
        [
            "", "   ", "\t", "# a comment", "#" + present.Line, "no key at all", "\u00e4\u00ff\u0001\u001b[2J", "ssh-rsa AAAAB3NzaC1yc2E broken=", "\"",
            present.Line, "  \t" + present.Line, $"{present.KeyType}\t {present.Base64}", $"{present.KeyType} {present.Base64}   ", $"no-pty,command=\"echo \\\"a b\\\" # x\" {present.Line}",
            $"environment=\"A=ssh-ed25519 {present.Base64}\" {ScriptMachine.NewKey().Line}", $"unclosed=\" {present.Line}", ScriptMachine.NewKey("\u00e9t\u00e9").Line,
            ScriptMachine.NewKey(new string('x', 900)).Line, $"cert-authority,principals=\"a,b\" {ScriptMachine.NewKey().Line}", "ssh-ed25519 " + present.Base64[..^4] + " cut",
        ];
        var text = new StringBuilder();
        var count = random.Next(0, 14);
        for (var i = 0; i < count; i++)
        {
            text.Append(kinds[random.Next(kinds.Length)]);
            if (i < count - 1 || random.Next(3) > 0) text.Append(random.Next(4) == 0 ? "\r\n" : "\n");
        }

        return text.ToString();
    }

    private static string Without(string file, AuthorizedKeyText key)
    {
        var kept = new StringBuilder();
        for (var at = 0; at < file.Length;)
        {
            var end = file.IndexOf('\n', at) is var found and >= 0 ? found + 1 : file.Length;
            if (AuthorizedKeyText.TryRead(file[at..end]) != key) kept.Append(file, at, end - at);
            at = end;
        }

        return kept.ToString();
    }
}
