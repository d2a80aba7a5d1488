using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.AuthorizedKeys;

/// <summary>Root at another account's keys, as Run Command is; and an account that has to become root first.</summary>
public sealed class OtherAccountTests
{
    private const string Account = "daemon"; // POSIX systems have it; nobody logs in as it.

    [SkippableTheory]
    [MemberData(nameof(ScriptMachine.Shells), MemberType = typeof(ScriptMachine))]
    public void Edit_AsRootForAnother_WorksAsTheAccountItself(string shell)
    {
        using var machine = Machine(shell);
        var key = ScriptMachine.NewKey();
        var report = machine.Run(new KeyEditRequest(KeyOperation.Add, [key]), Account);
        Assert.Equal((KeyEditStatus.Done, Account), (report.Status, report.AccountName));
        Assert.Equal(key.Line + "\n", machine.Read());
        var (uid, gid) = (Tool.Named("id").Run("-u", Account).Text, Tool.Named("id").Run("-g", Account).Text);
        Assert.Equal($"-rw------- {uid} {gid}", ScriptMachine.Access(machine.Keys));
        Assert.Equal($"drwx------ {uid} {gid}", ScriptMachine.Access(Path.GetDirectoryName(machine.Keys)!));

        // Somebody else's file is nobody's to change here, and a link to what only root may read leads nowhere.
        Tool.Named("chown").Run("root", machine.Keys).MustSucceed();
        Assert.Equal($"Owner {machine.Keys}", machine.Run(new KeyEditRequest(KeyOperation.Add, [ScriptMachine.NewKey()]), Account).Detail);
        File.Delete(machine.Keys);
        File.CreateSymbolicLink(machine.Keys, "/etc/shadow");
        Assert.Equal($"Link {machine.Keys}", machine.Run(new KeyEditRequest(KeyOperation.List, []), Account).Detail);
    }

    [SkippableFact]
    public void Edit_FilesOfRootAndOfTheAccount_AreLookedAtTogether()
    {
        using var machine = Machine("dash");
        var folder = Path.Combine("/var/lib", "ec2keypair-test-" + AuthorizedKeysScript.NewNonce());
        Directory.CreateDirectory(folder);
        try
        {
            ScriptMachine.Mode(folder, "755");
            machine.SshdSays($"{folder}/%u .ssh/authorized_keys");
            var (one, two) = (ScriptMachine.NewKey(), ScriptMachine.NewKey());
            // sshd reads it as the account, so it has to be readable.
            Assert.Equal(Path.Combine(folder, Account), machine.Run(new KeyEditRequest(KeyOperation.Add, [one]), Account).Changed[0]);
            Assert.Equal("-rw-r--r-- 0 0", ScriptMachine.Access(Path.Combine(folder, Account)));
            machine.Write(two.Line + "\n");
            Tool.Named("chown").Run("-R", Account + ":", machine.Home).MustSucceed();
            Assert.Empty(machine.Run(new KeyEditRequest(KeyOperation.Add, [two]), Account).Changed);
            Assert.Equal(2, machine.Run(new KeyEditRequest(KeyOperation.List, []), Account).Keys.Count);
            Assert.Equal(1, machine.Run(new KeyEditRequest(KeyOperation.Remove, [two]), Account).Working);
            Assert.Equal(KeyEditStatus.LastKey, machine.Run(new KeyEditRequest(KeyOperation.Remove, [one]), Account).Status);
            Assert.Equal(one.Line + "\n", File.ReadAllText(Path.Combine(folder, Account)));

            // The other key counts wherever it stands; and what the account has written before its own is not carried into root's file.
            machine.Write("from=\"10.0.0.1\" " + two.Line + "\n");
            Tool.Named("chown").Run("-R", Account + ":", machine.Home).MustSucceed();
            var three = ScriptMachine.NewKey();
            Assert.Equal(KeyEditStatus.OldOptions, machine.Run(new KeyEditRequest(KeyOperation.Add, [three]) { Like = two }, Account).Status);
            Assert.Equal(KeyEditStatus.NeededKey, machine.Run(new KeyEditRequest(KeyOperation.Remove, [one]) { Needs = three, Force = true }, Account).Status);
            Assert.Single(machine.Run(new KeyEditRequest(KeyOperation.Remove, [two]) { Needs = one }, Account).Changed);
            machine.Write("from=\"10.0.0.1\" " + two.Line + "\n");
            Tool.Named("chown").Run("-R", Account + ":", machine.Home).MustSucceed();
            Assert.Single(machine.Run(new KeyEditRequest(KeyOperation.Remove, [one]) { Needs = two, Force = true }, Account).Changed);
            Assert.Equal(KeyEditStatus.LastKey, machine.Run(new KeyEditRequest(KeyOperation.Remove, [two]), Account).Status);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableFact]
    public void Edit_UnknownAccount_IsTold()
    {
        using var machine = new ScriptMachine();
        Assert.Equal(KeyEditStatus.NoAccount, machine.Run(new KeyEditRequest(KeyOperation.List, []), "nobody-of-this-name").Status);
    }

    [SkippableTheory]
    [MemberData(nameof(ScriptMachine.Shells), MemberType = typeof(ScriptMachine))]
    public void Edit_AccountThatMayNotBecomeRoot_IsToldAndOneThatMayGoesOn(string shell)
    {
        using var machine = Machine(shell);
        machine.MakeProgram("id", "[ -z \"$RAISED\" ] && [ \"$*\" = -u ] && echo 4711 || exec /usr/bin/id \"$@\"");
        machine.MakeProgram("sudo", "echo 'sudo: a password is required' >&2; exit 1");
        Assert.Equal(KeyEditStatus.NotPermitted, machine.Run(new KeyEditRequest(KeyOperation.List, []), Account).Status);
        machine.MakeProgram("sudo", "[ \"$1\" = -n ] || exit 9; shift; RAISED=yes; export RAISED; exec \"$@\"");
        var key = ScriptMachine.NewKey("it's");
        Assert.Equal(KeyEditStatus.Done, machine.Run(new KeyEditRequest(KeyOperation.Add, [key]), Account).Status);
        Assert.Equal(key.Line + "\n", machine.Read());
    }

    private static ScriptMachine Machine(string shell)
    {
        Skip.If(Environment.UserName != "root", "only root works on other accounts' keys");
        Skip.If(!File.ReadLines("/etc/passwd").Any(line => line.StartsWith(Account + ":", StringComparison.Ordinal)), $"no account {Account} here");
        var machine = new ScriptMachine(shell);
        machine.MakeProgram("getent", $"echo \"{Account}:x:$(/usr/bin/id -u {Account}):$(/usr/bin/id -g {Account})::{machine.Home}:/usr/sbin/nologin\"");
        Tool.Named("chown").Run(Account, machine.Home).MustSucceed();
        return machine;
    }
}
