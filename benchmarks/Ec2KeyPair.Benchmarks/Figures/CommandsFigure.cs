using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>
/// A command on many hosts, each a real sshd on loopback, against ansible's raw module. Both make new connections each
/// time; ansible does not check host keys, and we do.
/// </summary>
internal static class CommandsFigure
{
    private const int Forks = 32;
    private const int Asked = 3;
    private const string Command = "($args[0] | Invoke-EC2InstanceCommand -Command uptime -Via Direct -KeyPath $args[1] -StorePath $args[2] -ThrottleLimit $args[3]).ExitCode";

    internal static IEnumerable<Row> Measure(bool quick)
    {
        var count = quick ? 20 : 100;
        var figure = $"uptime on {count} hosts";
        using var folder = new TemporaryFolder();
        using var endpoint = Endpoint.Start(0, folder, "--linux", $"{count}", "--ssh");
        if (endpoint.Ssh.Count < count)
        {
            yield return Row.PeerAbsent(figure, "sshd", $">= {Asked}x");
            yield break;
        }

        endpoint.BecomeClient();
        using var session = ModuleSession.WithModule();
        void Ours() => Run(session, endpoint, folder.Path);
        Ours(); // pins the host keys
        Ours();
        if (Tool.Find("ansible") is not { } ansible)
        {
            yield return new Row(figure + ", warm session", Row.Seconds(Paired.Median(Enumerable.Range(0, 3).Select(_ => Paired.Time(Ours)).ToList())), "peer absent: ansible", "", $">= {Asked}x");
            yield break;
        }

        File.WriteAllLines(folder["inventory"], endpoint.Ssh.Select((host, i) =>
            $"host-{i} ansible_host={host.Address} ansible_port={host.Port} ansible_user={host.User} ansible_ssh_private_key_file={endpoint.KeyFile}"));
        var environment = new Dictionary<string, string>
        {
            ["ANSIBLE_HOST_KEY_CHECKING"] = "False",
            // Its own default keeps connections for the next run, within a minute.
            ["ANSIBLE_SSH_ARGS"] = "-o ControlMaster=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR",
            ["ANSIBLE_LOCAL_TEMP"] = folder["ansible"],
            ["ANSIBLE_HOME"] = folder["ansible"],
            ["ANSIBLE_DEPRECATION_WARNINGS"] = "False",
        };
        yield return Row.Against(
            figure + ", warm session",
            $"ansible -m raw -f {Forks}",
            Paired.Run(quick ? 2 : 5, () => Paired.Time(Ours), () => Paired.Time(() => Peer(ansible, folder["inventory"], count, environment))),
            Asked);
    }

    private static void Run(ModuleSession session, Endpoint endpoint, string store)
    {
        var done = session.Invoke(Command, endpoint.Instances.ToArray(), endpoint.KeyFile, Path.Combine(store, "store"), Forks).Count(code => code.BaseObject is 0);
        if (done != endpoint.Instances.Count) throw new InvalidOperationException($"{done} of {endpoint.Instances.Count} commands ended well.");
    }

    private static void Peer(string ansible, string inventory, int count, Dictionary<string, string> environment)
    {
        var output = Tool.Run(ansible, ["all", "-i", inventory, "-m", "raw", "-a", "uptime", "-f", $"{Forks}"], environment);
        var done = output.Split('\n').Count(line => line.Contains("load average", StringComparison.Ordinal));
        if (done != count) throw new InvalidOperationException($"ansible: {done} of {count} commands ended well.");
    }
}
