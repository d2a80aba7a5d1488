namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>Notices when one run used accounts of two kinds: Session Manager's own and those that SSH logs in as.</summary>
internal sealed class AccountMix(ICommandObserver observer)
{
    private int _bySession;
    private int _bySsh;
    private int _isTold;

    /// <summary>Tells under -Verbose how the command went, and warns once when it did not go the same way everywhere.</summary>
    internal async Task AddAsync(InstanceCommandOutcome outcome)
    {
        await observer.ExplainAsync(
            outcome.UserName is { } user
                ? $"{outcome.InstanceId}: ran over SSH ({outcome.Via}) as {Text.Printable.Text(user)}."
                : $"{outcome.InstanceId}: ran through Session Manager, as the account that its settings name (ssm-user, where they name none).").ConfigureAwait(false);
        Volatile.Write(ref outcome.UserName is null ? ref _bySession : ref _bySsh, 1);
        Interlocked.MemoryBarrier(); // Each looks after its own mark is there: the second one sees both.
        if (Volatile.Read(ref _bySession) == 0 || Volatile.Read(ref _bySsh) == 0 || Interlocked.Exchange(ref _isTold, 1) != 0) return;
        await observer.WarnAsync(
            "On some instances Session Manager ran the command, on others SSH did: as other accounts, with other rights and home folders. "
            + "-Via SessionManager, or -UserName for SSH, makes it the same everywhere; -Verbose tells which was which.").ConfigureAwait(false);
    }
}
