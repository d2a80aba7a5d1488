using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Repair.Ways;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Ssh.Ways;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Repair;

/// <summary>Whether a key opens an account, shown by a login with it and no other, at a server whose host key is verified.</summary>
/// <param name="instances">Tells the addresses, which change with a stop.</param>
/// <param name="chooser">Finds a way.</param>
/// <param name="hostKeys">Verifies host keys.</param>
/// <param name="keys">Opens the key.</param>
/// <param name="port">The port that was given; null for none.</param>
/// <param name="clock">Time.</param>
/// <param name="explain">Is told each try, for -Verbose.</param>
internal sealed class LoginProof(
    IInstanceApi instances, IWayChooser chooser, RememberedHostKeys hostKeys, RepairKeys keys, int? port, IClock clock, Func<string, Task> explain)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // What may be otherwise in a while, after a start.
    private static readonly HashSet<ErrorCondition> Passing =
    [
        ErrorCondition.HostUnreachable, ErrorCondition.RouteNotFound, ErrorCondition.AddressNotFound, ErrorCondition.LoginRefused, ErrorCondition.ConnectionLost,
        ErrorCondition.InstanceNotRunning, ErrorCondition.TargetNotConnected, ErrorCondition.AgentConnectionLost, ErrorCondition.AgentNotRegistered,
        ErrorCondition.ConnectEndpointFailed, ErrorCondition.SessionFailed, ErrorCondition.SessionEnded,
    ];

    // What only says that nobody can tell from here.
    private static readonly HashSet<ErrorCondition> Untold = [ErrorCondition.HostKeyUnknown, ErrorCondition.ConnectEndpointRefused, ErrorCondition.ConnectEndpointNotFound, ErrorCondition.AwsAccessDenied];

    /// <summary>Learns the host key while its evidence is there: a later boot writes another console.</summary>
    internal Task PrepareAsync(string instanceId, CancellationToken cancel) => hostKeys.LearnAsync(instanceId, explain, cancel);

    /// <summary>One login; null when it fails for a reason that may pass.</summary>
    /// <exception cref="Ec2KeyPairException">HostKeyMismatch and the like: what answers is not the instance.</exception>
    internal async Task<string?> TryAsync(RepairTask task, CancellationToken cancel)
    {
        var outcome = await ProveAsync(task, TimeSpan.Zero, cancel).ConfigureAwait(false);
        return outcome.IsProven ? outcome.Evidence : null;
    }

    /// <summary>Tries until a login succeeds or the time is over.</summary>
    /// <exception cref="Ec2KeyPairException">HostKeyMismatch and the like: what answers is not the instance.</exception>
    internal async Task<ProofOutcome> ProveAsync(RepairTask task, TimeSpan patience, CancellationToken cancel)
    {
        var connector = new SshConnector(hostKeys, new OneUser(task.UserName), new OneKey(keys.SignerOf(task.Key!)), new SshLimits(), explain);
        var deadline = clock.UtcNow + patience;
        for (var pause = FirstPause; ; pause = pause + pause < LongestPause ? pause + pause : LongestPause)
        {
            try
            {
                return new ProofOutcome(true, await LogInAsync(task.InstanceId, connector, cancel).ConfigureAwait(false), null);
            }
            catch (Ec2KeyPairException e) when (Untold.Contains(e.Condition))
            {
                return new ProofOutcome(false, e.Message, e);
            }
            catch (Ec2KeyPairException e) when (Passing.Contains(e.Condition))
            {
                await explain(e.Message).ConfigureAwait(false);
                if (clock.UtcNow >= deadline) return new ProofOutcome(false, e.Message, e);
            }

            await clock.DelayAsync(pause, cancel).ConfigureAwait(false);
        }
    }

    private async Task<string> LogInAsync(string instanceId, SshConnector connector, CancellationToken cancel)
    {
        var instance = await FindAsync(instanceId, cancel).ConfigureAwait(false);
        var way = await chooser.ChooseAsync(instance, SshPort.Of(instance, port), cancel).ConfigureAwait(false);
        var link = await connector.ConnectAsync(instance, way, cancel).ConfigureAwait(false);
        await using (link.ConfigureAwait(false))
        {
            return $"logged in by the route {link.Via}";
        }
    }

    private async Task<Ec2Instance> FindAsync(string instanceId, CancellationToken cancel)
    {
        await foreach (var found in instances.FindAsync([new InstanceFilter("instance-id", [instanceId])], cancel).ConfigureAwait(false)) return found;
        throw new Ec2KeyPairException(ErrorCondition.InstanceNotFound, $"{instanceId} is not there any more.", instanceId);
    }

    private sealed class OneUser(string name) : ILoginUsers
    {
        public Task<LoginUser> FindAsync(Ec2Instance instance, CancellationToken cancel) => Task.FromResult(new LoginUser(name, "the account that was let in"));

        public Task<LoginUser?> SuggestAsync(Ec2Instance instance, string refused, CancellationToken cancel) => Task.FromResult<LoginUser?>(null);
    }

    private sealed class OneKey(ISshSigner signer) : ILoginKeys
    {
        public Task<LoginKeySet> FindAsync(Ec2Instance instance, CancellationToken cancel) => Task.FromResult(new LoginKeySet([signer], "the new key, and no other"));
    }
}

/// <summary>What came of trying to prove a key.</summary>
/// <param name="IsProven">A login has succeeded.</param>
/// <param name="Evidence">By which route, or why not.</param>
/// <param name="Failure">The last failure; null when it is proven.</param>
internal sealed record ProofOutcome(bool IsProven, string Evidence, Ec2KeyPairException? Failure);
