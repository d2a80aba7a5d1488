using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.RunCommand;

/// <summary>Sends a command to a batch in such a way that one instance which AWS refuses does not take the others with it.</summary>
internal sealed class CommandSending(IRunCommandApi api, CommandRequest request)
{
    // A request that is under way is not dropped: nobody could cancel a command whose id was never heard.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private readonly List<(SentCommand Sent, IReadOnlyList<string> InstanceIds)> _sent = [];
    private readonly List<CommandOutcome> _refused = [];

    /// <summary>What was sent, to which instances: one command, or several where the batch had to be parted.</summary>
    internal IReadOnlyList<(SentCommand Sent, IReadOnlyList<string> InstanceIds)> Sent => _sent;

    /// <summary>Those that got nothing, or of which that is unknown.</summary>
    internal IReadOnlyList<CommandOutcome> Refused => _refused;

    /// <summary>Sends. AWS names the one it refuses in a text only, so a refused batch is halved until it is alone.</summary>
    /// <exception cref="Ec2KeyPairException">What makes every instance pointless.</exception>
    internal async Task SendAsync(IReadOnlyList<string> instanceIds, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var lasting = new GraceToken(Grace, cancel);
        try
        {
            if (await api.SendAsync(request, instanceIds, lasting.Token).ConfigureAwait(false) is { } sent)
            {
                _sent.Add((sent, instanceIds));
                return;
            }
        }
        catch (OperationCanceledException)
        {
            Refuse(instanceIds, true, CommandFailures.PerhapsSent);
            return;
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // A request that broke off may have arrived, and a second command must not follow the first.
            var mayHaveRun = e.Condition == ErrorCondition.AwsUnavailable;
            Refuse(instanceIds, mayHaveRun, id => mayHaveRun
                ? CommandFailures.PerhapsSent(id, e)
                : new Ec2KeyPairException(e.Condition, $"{id}: {e.Message}", id, e.Mend, e));
            return;
        }

        if (instanceIds.Count == 1)
        {
            Refuse(instanceIds, false, id => CommandFailures.NotManaged(id, api.Region));
            return;
        }

        var half = instanceIds.Count / 2;
        await SendAsync(instanceIds.Take(half).ToList(), cancel).ConfigureAwait(false);
        await SendAsync(instanceIds.Skip(half).ToList(), cancel).ConfigureAwait(false);
    }

    private void Refuse(IEnumerable<string> instanceIds, bool mayHaveRun, Func<string, Ec2KeyPairException> failure) =>
        _refused.AddRange(instanceIds.Select(id => new CommandOutcome(id) { Failure = failure(id), MayHaveRun = mayHaveRun }));
}
