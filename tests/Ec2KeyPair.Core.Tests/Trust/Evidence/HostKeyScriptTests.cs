using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Evidence;

namespace Ec2KeyPair.Core.Tests.Trust.Evidence;

public sealed class HostKeyScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Every shell of this machine that is one of POSIX, on a machine whose sshd has its keys elsewhere.</summary>
    [SkippableTheory]
    [InlineData("sh")]
    [InlineData("dash")]
    [InlineData("bash", "--posix")]
    [InlineData("busybox", "sh")]
    [InlineData("ksh")]
    public void Lines_OnAMachine_PrintTheKeysThatItsSshdUses(string shell, params string[] options)
    {
        Skip.If(!Tool.Named(shell).IsInstalled, $"{shell} is not installed");
        var rsa = MakeKey("my rsa key", "rsa");
        var ed25519 = MakeKey("ed25519", "ed25519");
        File.WriteAllText(_folder.File("ed25519.pub"), $"ssh-ed25519 {TestKeys.Ed25519} an old one\n");
        var locked = MakeKey("locked", "ecdsa");
        Tool.SshKeygen.Run("-p", "-P", "", "-N", "secret", "-f", _folder.File("locked")).MustSucceed(); // As on a token: only the .pub file tells.
        MakeProgram("sshd", $"echo port 22; for key in '{_folder.File("my rsa key")}' '{_folder.File("ed25519")}' '{_folder.File("locked")}' /nowhere/key; do echo \"hostkey $key\"; done");
        Assert.Equal([rsa, ed25519, locked], HostKeyScript.Read(Run(shell, options)));
    }

    [SkippableFact]
    public void Lines_OnAMachineWithoutSshd_PrintAWholeBlockWithoutKeys()
    {
        MakeProgram("sshd", "exit 1");
        MakeProgram("ls", "exit 2");
        var output = Run("sh");
        Assert.Empty(HostKeyScript.Read(output));
        Assert.Contains("END EC2KEYPAIR HOST KEYS", output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN EC2KEYPAIR HOST KEYS-----\nssh-ed25519 " + TestKeys.Ed25519)]
    [InlineData("ssh-ed25519 " + TestKeys.Ed25519 + "\n-----END EC2KEYPAIR HOST KEYS-----")]
    [InlineData("-----END EC2KEYPAIR HOST KEYS-----\nssh-ed25519 " + TestKeys.Ed25519 + "\n-----BEGIN EC2KEYPAIR HOST KEYS-----")]
    [InlineData("-----BEGIN EC2KEYPAIR HOST KEYS-----\n* ssh-ed25519 " + TestKeys.Ed25519 + "\nssh-dss AAAA\n\u001b[2J\n-----END EC2KEYPAIR HOST KEYS-----")]
    public void Read_OutputThatIsNotWholeOrNoKey_IsNone(string output) => Assert.Empty(HostKeyScript.Read(output));

    [Fact]
    public void Read_TwoKeysOfAType_IsTheFirst()
    {
        var output = $"noise\r\n-----BEGIN EC2KEYPAIR HOST KEYS-----\r\n{TestKeys.Key()}\r\n{TestKeys.Other()}\r\n-----END EC2KEYPAIR HOST KEYS-----\r\n";
        Assert.Equal([TestKeys.Key()], HostKeyScript.Read(output));
    }

    private HostKey MakeKey(string name, string type)
    {
        Tool.SshKeygen.Run("-q", "-t", type, "-N", "", "-C", "root@x y", "-f", _folder.File(name)).MustSucceed();
        return HostKey.TryReadLine(File.ReadAllText(_folder.File(name + ".pub")))!;
    }

    private void MakeProgram(string name, string script) => ProgramFile.Write(_folder.File(name), "#!/bin/sh\n" + script + "\n");

    private string Run(string shell, params string[] options)
    {
        var script = _folder.File("script");
        File.WriteAllText(script, string.Join('\n', HostKeyScript.Lines().Prepend($"PATH='{_folder.Path}':$PATH")));
        return Tool.Named(shell).Run([.. options, script]).MustSucceed().Text;
    }
}
