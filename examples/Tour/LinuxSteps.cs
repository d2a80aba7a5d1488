using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Tour;

/// <summary>A command on a Linux instance over real SSH, to an sshd whose host key is known before the first connection.</summary>
internal sealed class LinuxSteps(Lab lab, Screen screen, Check check, Fleet fleet)
{
    private const string Proof = "tour.txt";

    /// <summary>False where nothing here can play the instance.</summary>
    internal static bool CanRun => LinuxInstance.HasSshServer && HasClient();

    internal async Task RunAsync(CancellationToken cancel)
    {
        screen.Heading("6. Run a command on the Linux instance over SSH");
        if (!CanRun)
        {
            screen.Note("Left out: no OpenSSH server and client here to play the instance. On Debian and Ubuntu: sudo apt-get install openssh-server");
            return;
        }

        var server = await fleet.Linux.StartSshServerAsync(cancel);
        screen.Line("(A real sshd plays linux-1. It can't have port 22 here, so a tag of the instance tells its port.)");
        var command = $"Connect-EC2Instance linux-1 -Verbose 'echo hello, this is $(uname -sm) | tee {Proof}'";
        var outcome = await lab.Shell.TypeAsync(command, cancel);
        Check.HasNoErrors(outcome);
        check.That(outcome.Output is [var result] && 0.Equals(result.Properties["ExitCode"].Value), "ssh ended with exit code 0");
        check.That(File.Exists(Path.Combine(server.Home, Proof)), "the command ran on the instance: the file it wrote is there");
        check.That(
            File.ReadAllLines(Path.Combine(lab.StorePath, "known_hosts")).Select(WithoutComment).ToHashSet().SetEquals(server.HostKeys.Select(Pin)),
            "the host key was verified: pinned from the console output before connecting");
    }

    private string Pin(HostKey key) => fleet.Linux.Id + " " + string.Join(' ', key.PublicLine.Split(' ')[..2]);

    private static string WithoutComment(string line) => string.Join(' ', line.Split(' ')[..3]);

    private static bool HasClient() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "ssh")));
}
