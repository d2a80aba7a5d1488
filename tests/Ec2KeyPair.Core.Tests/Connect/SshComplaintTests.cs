using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.Tests.Connect;

public sealed class SshComplaintTests
{
    // As OpenSSH 9.2 prints it.
    private const string Changed = """
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
        Someone could be eavesdropping on you right now (man-in-the-middle attack)!
        It is also possible that a host key has just been changed.
        The fingerprint for the ED25519 key sent by the remote host is
        SHA256:l4UB/neBad9tvkgJf1QZWxheQmR59WgrgzEimCG6kZY.
        Please contact your system administrator.
        Add correct host key in /store/known_hosts to get rid of this message.
        Offending ED25519 key in /store/known_hosts:1
        Host key for i-0123456789abcdef0 has changed and you have requested strict checking.
        Host key verification failed.
        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Read_ChangedHostKey_TellsWhatWasShown(string end)
    {
        var complaint = SshComplaint.Read(Changed.ReplaceLineEndings(end) + end);
        Assert.Equal(new SshComplaint(SshRefusal.HostKey, "SHA256:l4UB/neBad9tvkgJf1QZWxheQmR59WgrgzEimCG6kZY"), complaint);
    }

    [Theory]
    [InlineData("", SshRefusal.Other)]
    [InlineData("No RSA host key is known for i-0123456789abcdef0 and you have requested strict checking.\r\nHost key verification failed.\r\n", SshRefusal.HostKey)]
    [InlineData("@       WARNING: REVOKED HOST KEY DETECTED!               @\r\nHost key verification failed.\r\n", SshRefusal.RevokedHostKey)]
    [InlineData("ec2-user@192.0.2.7: Permission denied (publickey,gssapi-keyex,gssapi-with-mic).\r\n", SshRefusal.Login)]
    [InlineData("banner\r\nadmin@192.0.2.7: Permission denied (publickey).\r\n", SshRefusal.Login)]
    [InlineData("Received disconnect from 192.0.2.7 port 22:2: Too many authentication failures\r\nDisconnected from 192.0.2.7 port 22\r\n", SshRefusal.Login)]
    [InlineData("ssh: connect to host 192.0.2.7 port 22: Connection refused\r\n", SshRefusal.Other)]
    [InlineData("cat: x: Permission denied\n", SshRefusal.Other)]
    [InlineData("me@jump: Permission denied (publickey).\r\nConnection closed by UNKNOWN port 65535\r\n", SshRefusal.Other)]
    [InlineData("Host key verification failed.\r\nConnection closed by UNKNOWN port 65535\r\n", SshRefusal.Other)]
    public void Read_LastLine_TellsWhy(string text, SshRefusal expected) => Assert.Equal(expected, SshComplaint.Read(text).Refusal);
}
