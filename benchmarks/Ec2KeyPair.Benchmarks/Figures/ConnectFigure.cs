using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>What Connect-EC2Instance adds to bare ssh: both log in to the same sshd, run <c>true</c> and end.</summary>
internal static class ConnectFigure
{
    private const string Asked = "<= 400 ms";
    private const string Connect = "(Connect-EC2Instance $args[0] 'true' -Via $args[1] -Port $args[2] -KeyPath $args[3] -StorePath $args[4]).ExitCode";

    internal static IEnumerable<Row> Measure(bool quick)
    {
        var rounds = quick ? 5 : 15;
        const string figure = "Connect-EC2Instance";
        using var folder = new TemporaryFolder();
        using var endpoint = Endpoint.Start(0, folder, "--linux", "1", "--ssh");
        if (endpoint.Ssh.Count == 0 || Tool.Find("ssh") is not { } ssh)
        {
            yield return Row.PeerAbsent(figure, "sshd and ssh", Asked);
            yield break;
        }

        endpoint.BecomeClient();
        var host = endpoint.Ssh[0];
        using var session = ModuleSession.WithModule();
        foreach (var via in new[] { "Direct", "Auto" })
        {
            Ours(via); // pins the host key
            var times = Paired.Run(rounds, () => Paired.Time(() => Ours(via)), () => Paired.Time(Peer));
            yield return new Row(
                $"{figure} -Via {via}, warm session", "+" + Row.Seconds(times.Difference), $"ssh {Row.Seconds(times.Peer)}", "", Asked, times.Difference <= 0.4);
        }

        void Ours(string via)
        {
            var code = session.Invoke(Connect, endpoint.Instances[0], via, host.Port, endpoint.KeyFile, folder["store"])[0].BaseObject;
            if (code is not 0) throw new InvalidOperationException($"ssh ended with {code}.");
        }

        void Peer() => Tool.Run(
            ssh,
            [
                "-F", "none", "-o", "StrictHostKeyChecking=accept-new", "-o", "UserKnownHostsFile=" + folder["known_hosts"], "-o", "LogLevel=ERROR",
                "-i", endpoint.KeyFile, "-p", $"{host.Port}", "-l", host.User, host.Address, "true",
            ]);
    }
}
