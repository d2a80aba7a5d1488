using System.Threading.Channels;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Commands;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Ssh.Ways;

namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>Runs a command on many instances side by side: over SSH, or by Session Manager itself where that is the way and nothing asks for SSH.</summary>
/// <remarks>
/// Cost: per 200 instances one DescribeInstances; per distinct launch key one DescribeKeyPairs and one key opened; per
/// instance whose host key is not pinned yet one GetConsoleOutput; and one connection.
/// </remarks>
public sealed class InstanceCommandService(
    IInstanceApi instances, IWayChooser chooser, SshWays ways, SshConnector connector, CommandRunner sessions, ICommandObserver observer, Func<string, Task> warn)
{
    private readonly SshCommandRunner _ssh = new(warn);

    /// <summary>Serves inputs until there are no more.</summary>
    /// <exception cref="Ec2KeyPairException">Only what makes every input pointless: no credentials, no such endpoint.</exception>
    public async Task RunAsync(ChannelReader<string> identities, InstanceCommand command, CancellationToken cancel)
    {
        using var work = new SideBySide(command.ThrottleLimit, cancel);
        try
        {
            while (await identities.WaitToReadAsync(cancel).ConfigureAwait(false))
            {
                foreach (var target in await TakeBatchAsync(identities, cancel).ConfigureAwait(false))
                {
                    await work.StartAsync(stop => ServeAsync(target, command, stop)).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // A piece failed for all: EndAsync says why.
        }

        await work.EndAsync().ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ResolvedInstance>> TakeBatchAsync(ChannelReader<string> identities, CancellationToken cancel)
    {
        var batch = new List<string>();
        var managed = new List<ResolvedInstance>();
        while (batch.Count < InstanceFilter.MaximumValues && identities.TryRead(out var identity))
        {
            if (SessionTarget.IsManagedNode(identity)) managed.Add(new ResolvedInstance(identity, null, null));
            else batch.Add(identity);
        }

        if (batch.Count == 0) return managed;
        var resolved = await new InstanceResolver(instances).ResolveAsync(batch, cancel).ConfigureAwait(false);
        return [.. managed, .. resolved];
    }

    private async Task ServeAsync(ResolvedInstance target, InstanceCommand command, CancellationToken cancel)
    {
        try
        {
            if (target.Error is not null) throw target.Error;
            if (!await observer.MayRunAsync(target.Instance?.InstanceId ?? target.Identity).ConfigureAwait(false)) return;
            await observer.EndedAsync(await InvokeAsync(target, command, cancel).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await observer.FailedAsync(e).ConfigureAwait(false);
        }
    }

    private async Task<InstanceCommandOutcome> InvokeAsync(ResolvedInstance target, InstanceCommand command, CancellationToken cancel)
    {
        // A managed node is none of EC2's, and Windows has no sh.
        if (target.Instance is not { IsWindows: false } instance)
        {
            var session = new SessionTarget(target.Instance?.InstanceId ?? target.Identity, target.Instance is not null);
            return command.Via is ConnectionRoute.Auto or ConnectionRoute.SessionManager
                ? await BySessionAsync(session, command, cancel).ConfigureAwait(false)
                : throw OnlyBySession(session);
        }

        var port = SshPort.Of(instance, command.Port);
        var route = await chooser.ChooseAsync(instance, port, cancel).ConfigureAwait(false);
        return route == ConnectionRoute.SessionManager && !command.WantsSsh
            ? await BySessionAsync(new SessionTarget(instance.InstanceId, false), command, cancel).ConfigureAwait(false)
            : await BySshAsync(instance, ways[route], port, command, cancel).ConfigureAwait(false);
    }

    private static Ec2KeyPairException OnlyBySession(SessionTarget target) => new(
        ErrorCondition.ParameterInvalid,
        $"{target.InstanceId} is {(target.IsWindows ? "a Windows instance" : "no EC2 instance")}: commands get there through Session Manager only.",
        target.InstanceId,
        "Use -Via SessionManager, or leave -Via out.");

    private async Task<InstanceCommandOutcome> BySshAsync(Ec2Instance instance, ISshWay way, int port, InstanceCommand command, CancellationToken cancel)
    {
        var link = await connector.ConnectAsync(instance, way, port, cancel).ConfigureAwait(false);
        await using (link.ConfigureAwait(false))
        {
            var result = await _ssh.RunAsync(link, command.Text, command.Timeout, cancel).ConfigureAwait(false);
            return new InstanceCommandOutcome
            {
                InstanceId = instance.InstanceId,
                Via = link.Via,
                UserName = link.UserName,
                ExitCode = result.ExitCode,
                ExitSignal = result.ExitSignal,
                StandardOutput = result.StandardOutput,
                StandardError = result.StandardError,
                IsTruncated = result.IsTruncated,
            };
        }
    }

    private async Task<InstanceCommandOutcome> BySessionAsync(SessionTarget target, InstanceCommand command, CancellationToken cancel)
    {
        var (sessionId, result) = await sessions.RunAsync(target, command.Text, command.Reason, cancel).ConfigureAwait(false);
        return new InstanceCommandOutcome
        {
            InstanceId = target.InstanceId,
            Via = ConnectionRoute.SessionManager,
            SessionId = sessionId,
            ExitCode = result.ExitCode,
            StandardOutput = result.StandardOutput,
            StandardError = result.StandardError,
            IsTruncated = result.IsTruncated,
        };
    }
}
