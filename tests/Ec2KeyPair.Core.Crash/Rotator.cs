using System.Globalization;
using System.Net;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Ssh.Ways;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Crash;

/// <summary>Rotates the keys of sshds on loopback, as the cmdlet does with instances, and says of each that it has ended.</summary>
/// <param name="hosts">Their ports and host keys by id.</param>
/// <param name="userName">The account on all of them.</param>
internal sealed class Rotator(IReadOnlyDictionary<string, (int Port, string HostKey)> hosts, string userName)
    : IWayChooser, IHostKeyCheck, ILoginUsers, IRotationObserver
{
    /// <summary>Runs a rotation to its end.</summary>
    /// <param name="journalPath">A journal; a new one when it is not there.</param>
    /// <param name="hostsPath">User name, path of the old and of the new key, each in a line; then "id port hostkey" for each host.</param>
    /// <param name="atOnce">Hosts at once.</param>
    internal static async Task<int> RunAsync(string journalPath, string hostsPath, int atOnce)
    {
        var lines = await File.ReadAllLinesAsync(hostsPath);
        var hosts = lines.Skip(3).Select(line => line.Split(' ', 3)).ToDictionary(
            words => words[0], words => (int.Parse(words[1], CultureInfo.InvariantCulture), words[2]), StringComparer.Ordinal);
        var self = new Rotator(hosts, lines[0]);
        using var oldKey = KeyFileInspection.Open(lines[1], null);
        using var newKey = KeyFileInspection.Open(lines[2], null);
        var newText = AuthorizedKeyText.Of(newKey.PublicKey, "new");
        await using var journal = File.Exists(journalPath)
            ? RotationJournal.Open(journalPath)
            : RotationJournal.Create(journalPath, new RotationHeader(newText, lines[2], hosts.Keys.ToList()));
        var before = new FixedKeys(new LoginKeySet([new PrivateKeySigner(oldKey, "old")], "old"));
        var door = new RotationDoor(
            self, keys => new SshConnector(self, self, keys, new SshLimits(), _ => Task.CompletedTask), before, new PrivateKeySigner(newKey, "new"), null);
        var way = new SshRotation(door, new SshKeyEditor(self, self.Unused, null, _ => { }), newText);
        var limits = new KeyWorkLimits(atOnce) { MaxErrors = FleetLimit.Parse("100%", "") };
        var fleet = new FleetRotation(
            journal, new InstanceRotation(way, journal.RecordAsync), new GivenOldKey(AuthorizedKeyText.Of(oldKey.PublicKey, "old")), self, limits, self);
        Say("begun");
        var report = await fleet.RunAsync(hosts.Keys.Select(id => new Ec2Instance { InstanceId = id, State = "running" }).ToList(), CancellationToken.None);
        Say($"report\t{report.Done}\t{report.Total}");
        return report.IsComplete ? 0 : 1;
    }

    private SshConnector Unused => new(this, this, new FixedKeys(new LoginKeySet([], "")), new SshLimits(), _ => Task.CompletedTask);

    public Task<ISshWay> ChooseAsync(Ec2Instance instance, int port, CancellationToken cancel) =>
        Task.FromResult<ISshWay>(new DirectWay(instance.InstanceId, IPAddress.Loopback, hosts[instance.InstanceId].Port));

    public Task<IHostKeyVerifier> PrepareAsync(string instanceId, CancellationToken cancel) => Task.FromResult<IHostKeyVerifier>(new Known(hosts[instanceId].HostKey));

    public Task<LoginUser> FindAsync(Ec2Instance instance, CancellationToken cancel) => Task.FromResult(new LoginUser(userName, "given"));

    public Task<LoginUser?> SuggestAsync(Ec2Instance instance, string refused, CancellationToken cancel) => Task.FromResult<LoginUser?>(null);

    public Task EndedAsync(KeyRotationResult result)
    {
        Say($"ended\t{result.InstanceId}\t{result.State}\t{result.Reason}");
        return Task.CompletedTask;
    }

    public Task FailedAsync(Ec2KeyPairException error) => Task.CompletedTask;

    public Task ProgressAsync(int done, int failed, int total) => Task.CompletedTask;

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.Write(line + "\n");
            Console.Out.Flush();
        }
    }

    private sealed class Known(string line) : IHostKeyVerifier
    {
        public IReadOnlyList<string> KnownTypes => [line.Split(' ')[0]];

        public string Evidence => "given";

        public void Verify(byte[] blob)
        {
            if (Convert.ToBase64String(blob) != line.Split(' ')[1]) throw new Ec2KeyPairException(ErrorCondition.HostKeyMismatch, "another host key");
        }

        public Task<bool> ReconsiderAsync(CancellationToken cancel) => Task.FromResult(false);
    }
}
