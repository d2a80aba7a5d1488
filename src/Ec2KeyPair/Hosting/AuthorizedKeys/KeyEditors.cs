using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.RunCommand;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Hosting.Ssh;

namespace Ec2KeyPair.Hosting.AuthorizedKeys;

/// <summary>Puts together what works on keys, by each of the ways.</summary>
internal sealed class KeyEditors(
    AwsSession aws, string? region, SshServices ssh, int? port, Func<string, Task> explain, Action<string> lastWord) : IDisposable
{
    private CommandRun? _run;

    /// <summary>The editor for a way.</summary>
    /// <param name="route">The way.</param>
    /// <param name="atOnce">Instances at once.</param>
    internal IKeyEditor Of(KeyRoute route, int atOnce)
    {
        if (route != KeyRoute.RunCommand) return new SshKeyEditor(ssh.Chooser, ssh.Connector, port, lastWord);
        _run ??= new CommandRun(aws.RunCommand(region), new CommandTargets(aws.SessionManager(region), ssh.Instances), SystemClock.Instance, atOnce);
        return new RunCommandKeyEditor(_run, ssh.Users, explain);
    }

    /// <summary>What lets keys in for a minute.</summary>
    internal KeyPushService Push(KeyWorkLimits limits, IKeyWorkObserver observer) =>
        new(aws.InstanceConnect(region), ssh.Users, SystemClock.Instance, limits, observer);

    public void Dispose() => _run?.Dispose();
}
