using System.Threading.Channels;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Commands;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Ways;

namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>Runs a command on many instances side by side: over SSH, or by Session Manager itself where nothing asks for SSH.</summary>
/// <remarks>
/// Without a route that was asked for, and nothing that only SSH has, the command goes through Session Manager; where that
/// can't start a session, over SSH by the best way that is open. The accounts differ then, which is told.
/// Cost: per 200 instances one DescribeInstances; per distinct launch key one DescribeKeyPairs and one key opened; per
/// instance whose host key is not pinned yet one GetConsoleOutput; and one connection.
/// </remarks>
public sealed class InstanceCommandService(
    IInstanceApi instances, IWayChooser chooser, SshConnector connector, CommandRunner sessions, ICommandObserver observer)
{
    private readonly SshCommandRunner _ssh = new(observer.LastWord);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly AccountMix _accounts = new(observer);

    /// <summary>Serves inputs until there are no more, each instance once, by whatever names it was given.</summary>
    /// <exception cref="Ec2KeyPairException">Only what makes every input pointless: no credentials, no such endpoint.</exception>
    public Task RunAsync(ChannelReader<string> identities, InstanceCommand command, CancellationToken cancel) => SideBySide.FeedAsync(
        command.ThrottleLimit,
        async (work, stopped) =>
        {
            await foreach (var batch in InstanceBatches.OfIdentities(
                instances, identities, name => name, SessionTarget.IsManagedNode, stopped).ConfigureAwait(false))
            {
                foreach (var target in batch)
                {
                    if (await IsNewAsync(target).ConfigureAwait(false)) await work.StartAsync(stop => ServeAsync(target, command, stop)).ConfigureAwait(false);
                }
            }
        },
        cancel);

    private static string IdOf(ResolvedInstance target) => target.Instance?.InstanceId ?? target.Identity;

    private async Task<bool> IsNewAsync(ResolvedInstance target)
    {
        // What a command does, it would do twice.
        if (target.Error is not null || _seen.Add(IdOf(target))) return true;
        await observer.ExplainAsync($"{Text.Printable.Text(target.Identity)} is {IdOf(target)}, which was named before.").ConfigureAwait(false);
        return false;
    }

    private async Task ServeAsync(ResolvedInstance target, InstanceCommand command, CancellationToken cancel)
    {
        try
        {
            if (target.Error is not null) throw target.Error;
            if (!await observer.MayRunAsync(IdOf(target)).ConfigureAwait(false)) return;
            var outcome = await InvokeAsync(target, command, cancel).ConfigureAwait(false);
            await _accounts.AddAsync(outcome).ConfigureAwait(false);
            await observer.EndedAsync(outcome).ConfigureAwait(false);
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
            var session = new SessionTarget(IdOf(target), target.Instance is not null);
            if (command.WantsSsh) throw OnlyBySession(session, $"Leave {string.Join(", ", command.SshOnly)} out for it.");
            return command.Via is ConnectionRoute.Auto or ConnectionRoute.SessionManager
                ? await BySessionAsync(session, command, cancel).ConfigureAwait(false)
                : throw OnlyBySession(session, "Use -Via SessionManager, or leave -Via out.");
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

    private static Ec2KeyPairException OnlyBySession(SessionTarget target, string mend) => new(
        ErrorCondition.ParameterInvalid,
        $"{target.InstanceId} is {(target.IsWindows ? "a Windows instance" : "no EC2 instance")}: commands get there through Session Manager only.",
        target.InstanceId,
        mend);

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
