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

/// <summary>Runs a command on many instances side by side: over SSH, or by Session Manager itself where nothing asks for SSH.</summary>
/// <remarks>
/// Without a route that was asked for, and nothing that only SSH has, the command goes through Session Manager; where that
/// can't start a session, over SSH by the best way that is open.
/// Cost: per 200 instances one DescribeInstances; per distinct launch key one DescribeKeyPairs and one key opened; per
/// instance whose host key is not pinned yet one GetConsoleOutput; and one connection.
/// </remarks>
public sealed class InstanceCommandService(
    IInstanceApi instances, IWayChooser chooser, SshConnector connector, CommandRunner sessions, ICommandObserver observer, Func<string, Task> warn)
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

        return command.Via == ConnectionRoute.SessionManager && !command.WantsSsh
            ? await BySessionAsync(new SessionTarget(instance.InstanceId, false), command, cancel).ConfigureAwait(false)
            : command.Via == ConnectionRoute.Auto && !command.WantsSsh
                ? await BySessionOrSshAsync(instance, command, cancel).ConfigureAwait(false)
                : await BySshAsync(instance, await WayAsync(instance, command, cancel).ConfigureAwait(false), command, cancel).ConfigureAwait(false);
    }

    // Session Manager needs no key, port or account, and it is what ran before there was SSH. Only where it says that nothing
    // has run may anything be tried after it.
    private async Task<InstanceCommandOutcome> BySessionOrSshAsync(Ec2Instance instance, InstanceCommand command, CancellationToken cancel)
    {
        try
        {
            return await BySessionAsync(new SessionTarget(instance.InstanceId, false), command, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (SaysThatNothingRan(e))
        {
            var way = await WayAsync(instance, command, cancel).ConfigureAwait(false);
            if (way.Kind == ConnectionRoute.SessionManager) throw;
            return await BySshAsync(instance, way, command, cancel).ConfigureAwait(false);
        }
    }

    // StartSession was refused, so there was no session.
    private static bool SaysThatNothingRan(Ec2KeyPairException error) =>
        error.Condition is ErrorCondition.TargetNotConnected or ErrorCondition.AwsAccessDenied
        || error is
        {
            Condition: ErrorCondition.AgentNotRegistered or ErrorCondition.AgentConnectionLost,
            InnerException: Ec2KeyPairException { Condition: ErrorCondition.TargetNotConnected },
        };

    private Task<ISshWay> WayAsync(Ec2Instance instance, InstanceCommand command, CancellationToken cancel) =>
        chooser.ChooseAsync(instance, SshPort.Of(instance, command.Port), cancel);

    private static Ec2KeyPairException OnlyBySession(SessionTarget target) => new(
        ErrorCondition.ParameterInvalid,
        $"{target.InstanceId} is {(target.IsWindows ? "a Windows instance" : "no EC2 instance")}: commands get there through Session Manager only.",
        target.InstanceId,
        "Use -Via SessionManager, or leave -Via out.");

    private async Task<InstanceCommandOutcome> BySshAsync(Ec2Instance instance, ISshWay way, InstanceCommand command, CancellationToken cancel)
    {
        var link = await connector.ConnectAsync(instance, way, cancel).ConfigureAwait(false);
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
