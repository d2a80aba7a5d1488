using System.Globalization;
using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>
/// The key of many hosts replaced, each a real sshd on loopback, against ansible's authorized_key: add the new key, log in
/// with it, remove the old one. We also verify host keys, keep a journal on disk, send one host ahead of the others and ask
/// each server whether it still takes the old key. ansible may keep its connections within a run; the login with the new key
/// is a new one.
/// </summary>
internal static class RotationFigure
{
    private const int Forks = 32;
    private const int Asked = 3;
    private const string Command =
        "@(Update-EC2AuthorizedKey -InstanceId $args[0] -OldKey $args[1] -NewKey $args[2] -Via Ssh -MaxConcurrency $args[3] -StorePath $args[4] -Confirm:$false)[-1].Done";

    internal static IEnumerable<Row> Measure(bool quick)
    {
        var count = quick ? 10 : 50;
        var figure = $"key of {count} hosts rotated";
        using var folder = new TemporaryFolder();
        using var endpoint = Endpoint.Start(0, folder, "--linux", $"{count}", "--ssh");
        if (endpoint.Ssh.Count < count)
        {
            yield return Row.PeerAbsent(figure, "sshd", $">= {Asked}x");
            yield break;
        }

        endpoint.BecomeClient();
        using var session = ModuleSession.WithModule();
        var store = folder["store"];
        var (old, other) = (endpoint.KeyFile, MakeKey(session, store));
        void Ours(string from, string to) => Run(session, endpoint, from, to, store);
        Ours(old, other); // pins the host keys
        Ours(other, old);
        if (Tool.Find("ansible-playbook") is not { } ansible)
        {
            var alone = Enumerable.Range(0, 4).Select(i => Paired.Time(() => Ours(i % 2 == 0 ? old : other, i % 2 == 0 ? other : old))).ToList();
            yield return new Row(figure + ", warm session", Row.Seconds(Paired.Median(alone)), "peer absent: ansible", "", $">= {Asked}x");
            yield break;
        }

        WriteInventory(session, endpoint, old, store, folder["inventory"]);
        var round = 0;
        // We bring the other key, and the peer the first one back.
        yield return Row.Against(
            figure + ", warm session",
            $"ansible authorized_key -f {Forks}",
            Paired.Run(quick ? 2 : 3, () => Paired.Time(() => Ours(old, other)), () => Paired.Time(() => Peer(ansible, folder, other, old, ++round, count))),
            Asked);
    }

    private static string MakeKey(ModuleSession session, string store) =>
        (string)session.Invoke("(New-EC2KeyPairLocal other -KeyType Ed25519 -LocalOnly -StorePath $args[0]).Path", store).Single().BaseObject;

    private static void Run(ModuleSession session, Endpoint endpoint, string from, string to, string store)
    {
        var done = session.Invoke(Command, endpoint.Instances.ToArray(), from, to, $"{Forks}", store).Single().BaseObject;
        if (done is not int hosts || hosts != endpoint.Instances.Count) throw new InvalidOperationException($"{done} of {endpoint.Instances.Count} hosts were rotated.");
    }

    // The hosts' homes are folders of their own; ansible's module would take the account's real one.
    private static void WriteInventory(ModuleSession session, Endpoint endpoint, string key, string store, string path)
    {
        var homes = session.Invoke(
            "$args[0] | Invoke-EC2InstanceCommand -Command 'printf %s \"$HOME\"' -Via Direct -KeyPath $args[1] -StorePath $args[2] | ForEach-Object { $_.InstanceId + ' ' + $_.StandardOutput }",
            endpoint.Instances.ToArray(), key, store).Select(line => ((string)line.BaseObject).Split(' ', 2)).ToDictionary(words => words[0], words => words[1]);
        File.WriteAllLines(path, endpoint.Ssh.Select((host, i) =>
            $"h{i} ansible_host={host.Address} ansible_port={host.Port} ansible_user={host.User} keys_path={homes[endpoint.Instances[i]]}/.ssh/authorized_keys"));
    }

    private static void Peer(string ansible, TemporaryFolder folder, string from, string to, int round, int count)
    {
        string Public(string key) => Tool.Run("ssh-keygen", ["-y", "-f", key], new Dictionary<string, string>()).Trim();
        string Play(string key, string connection, string task) => string.Create(CultureInfo.InvariantCulture, $"""
            - hosts: all
              gather_facts: false
              vars:
                ansible_ssh_private_key_file: {key}
                ansible_control_path: {folder["c"]}{round}{connection}-%%h-%%p
              tasks:
                - {task}

            """);
        string Task(string key, string state) => $"ansible.posix.authorized_key: {{ user: '{{{{ ansible_user }}}}', path: '{{{{ keys_path }}}}', manage_dir: false, state: {state}, key: '{Public(key)}' }}";
        var playbook = folder[$"rotate-{round}.yml"];
        File.WriteAllText(playbook, Play(from, "a", Task(to, "present")) + Play(to, "b", "raw: 'true'") + Play(to, "b", Task(from, "absent")));
        var output = Tool.Run(ansible, ["-i", folder["inventory"], "-f", $"{Forks}", playbook], new Dictionary<string, string>
        {
            ["ANSIBLE_HOST_KEY_CHECKING"] = "False",
            ["ANSIBLE_SSH_ARGS"] = "-o ControlMaster=auto -o ControlPersist=20s -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o IdentitiesOnly=yes",
            ["ANSIBLE_LOCAL_TEMP"] = folder["ansible"],
            ["ANSIBLE_HOME"] = folder["ansible"],
            ["ANSIBLE_DEPRECATION_WARNINGS"] = "False",
            ["ANSIBLE_PYTHON_INTERPRETER"] = "auto_silent",
        });
        var done = output.Split('\n').Count(line => line.Contains("changed=3", StringComparison.Ordinal) && line.Contains("failed=0", StringComparison.Ordinal));
        if (done != count) throw new InvalidOperationException($"ansible: {done} of {count} hosts were rotated.\n{output}");
    }
}
