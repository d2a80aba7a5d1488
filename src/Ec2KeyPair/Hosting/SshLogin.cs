using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Hosting;

/// <summary>Logs in by the system's ssh as a plan says, and when ssh gives up finds out what for.</summary>
internal sealed class SshLogin(
    string program, ShownHostKey shownKey, HostKeyRefusal hostKeyRefusal, LoginUserFinder users, IInstanceConnectApi instanceConnect, Func<string, Task> warn)
{
    private const int SshFailed = 255; // ssh(1), EXIT STATUS

    /// <summary>Runs ssh in the foreground.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="ways">Opens the way where it is not straight.</param>
    /// <param name="cancel">Ends ssh.</param>
    /// <returns>ssh's exit code.</returns>
    /// <exception cref="Ec2KeyPairException">
    /// HostKeyMismatch, HostKeyRevoked, HostUnreachable, SshClientNotFound, ArgumentUnsafe, why there is no way, or why EC2
    /// Instance Connect does not let the key in.
    /// </exception>
    internal async Task<int> RunAsync(ConnectionPlan plan, InstanceWays ways, CancellationToken cancel)
    {
        Task<T> Reach<T>(Func<string, int, Task<T>> use) => SshConnection.ReachAsync(plan.Instance, plan.Route, plan.Ssh.Port, ways, use, cancel);

        var errors = new StandardErrorTail();
        var ssh = await PinShownKeyAsync(plan, Reach, cancel);
        ssh = ssh with { IsRelayed = plan.Route.Kind != ConnectionRoute.Direct };
        var exitCode = await Reach((address, port) => RunSshAsync(plan, ssh with { Address = address, Port = port }, errors, cancel));
        if (exitCode != SshFailed) return exitCode;

        var complaint = SshComplaint.Read(errors.Text);
        var error = await HostKeyErrorAsync(plan, complaint, errors.Text.Length == 0, Reach, cancel);
        if (error is not null) throw error;
        if (complaint.Refusal == SshRefusal.Login) await warn(await NextUserAsync(plan, cancel));
        return exitCode;
    }

    private async Task<int> RunSshAsync(ConnectionPlan plan, SshCommandLine ssh, StandardErrorTail errors, CancellationToken cancel)
    {
        if (!ssh.IsKeyInAgent) return await ForegroundProcess.RunAsync(program, ssh.ToArguments(), null, errors, cancel);
        var login = await EphemeralLogin.StartAsync(instanceConnect, plan.Instance, plan.UserName, cancel);
        await using (login)
        {
            var exitCode = await ForegroundProcess.RunAsync(program, ssh.ToArguments(), login.Environment, errors, cancel);
            return exitCode == SshFailed && login.Failure is { } failure ? throw failure : exitCode;
        }
    }

    private async Task<SshCommandLine> PinShownKeyAsync(
        ConnectionPlan plan, Func<Func<string, int, Task<HostKey>>, Task<HostKey>> reach, CancellationToken cancel)
    {
        if (plan.Trust.ToVerify.Count == 0 && !plan.Trust.TakesFirst) return plan.Ssh;
        var key = await reach((address, port) => shownKey.PinAsync(plan.Instance.InstanceId, plan.Trust, address, port, cancel));
        if (plan.Trust.TakesFirst)
        {
            await warn($"Nothing tells the host key of {plan.Instance.InstanceId}; it shows the {key.KeyType} key {key.Fingerprint}, which is pinned from now on.");
        }

        return plan.Ssh with { StrictHostKeyChecking = "yes" };
    }

    private async Task<Ec2KeyPairException?> HostKeyErrorAsync(
        ConnectionPlan plan,
        SshComplaint complaint,
        bool isSilent,
        Func<Func<string, int, Task<Ec2KeyPairException?>>, Task<Ec2KeyPairException?>> reach,
        CancellationToken cancel)
    {
        var id = plan.Instance.InstanceId;
        var isRevoked = complaint.Refusal == SshRefusal.RevokedHostKey;
        // Where ssh asks, it was the person who refused.
        if (plan.Trust.Asks && !isRevoked) return null;
        if (isRevoked || complaint.Refusal == SshRefusal.HostKey)
        {
            return await hostKeyRefusal.ExplainAsync(id, complaint.ShownFingerprint, isRevoked, cancel);
        }

        // -q and LogLevel=QUIET hide the reason.
        return isSilent ? await reach((address, port) => hostKeyRefusal.LookAsync(id, address, port, cancel)) : null;
    }

    private async Task<string> NextUserAsync(ConnectionPlan plan, CancellationToken cancel)
    {
        var refused = plan.Ssh.IsKeyInAgent
            ? $"{plan.Instance.InstanceId} does not let '{plan.UserName}' in with the key that EC2 Instance Connect took: it may lack the package ec2-instance-connect."
            : $"{plan.Instance.InstanceId} lets '{plan.UserName}' in with none of the keys.";
        var next = (await users.CandidatesAsync(plan.Instance, cancel)).Where(user => user.Name != plan.UserName).Take(3).ToList();
        var others = string.Join(", ", next.Select(user => $"'{Core.Text.Printable.Text(user.Name)}' ({user.Evidence})"));
        return $"{refused} If the account is right, let a key in: Add-EC2AuthorizedKey -Via RunCommand, or Repair-EC2InstanceAccess. If it is the wrong one, try with -UserName: {others}. "
            + $"To keep it, tag the instance with {LoginUserGuess.UserTag}, or write it into {UserMap.FileName} in the key store's folder.";
    }
}
