using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>
/// Brings new passwords to where they are wanted: into Parameter Store first, if that was asked for, then to the caller.
/// A password that is set is not dropped because the caller has gone away meanwhile: it is stored all the same, and where
/// it is, or that nobody has it, is said as a last word.
/// </summary>
internal sealed class PasswordDelivery(IPasswordResetObserver observer, PasswordVault? vault)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Delivers all of them, and then tells what could not be stored.</summary>
    /// <returns>Those that have arrived where they are wanted: in Parameter Store, if that was asked for, else with the caller.</returns>
    /// <exception cref="OperationCanceledException">The caller has gone away; all passwords were seen to before.</exception>
    internal async Task<IReadOnlyList<NewWindowsPassword>> DeliverAsync(IReadOnlyList<NewWindowsPassword> passwords, CancellationToken cancel)
    {
        using var lasting = new GraceToken(Grace, cancel);
        var arrived = new List<NewWindowsPassword>();
        var failures = new List<Ec2KeyPairException>();
        foreach (var password in passwords)
        {
            var failure = await StoreAsync(password, lasting.Token).ConfigureAwait(false);
            if (failure is not null) failures.Add(failure);
            var hasCaller = await observer.SetAsync(password).ConfigureAwait(false);
            if (vault is null ? hasCaller : failure is null) arrived.Add(password);
            if (!hasCaller) observer.LastWord(NotHandedOver(password, vault is not null && failure is null ? $"the parameter {vault.NameFor(password)}" : password.KeptIn));
        }

        foreach (var failure in failures) await observer.FailedAsync(failure).ConfigureAwait(false);
        return arrived;
    }

    /// <summary>True when this very parameter is where the password is wanted.</summary>
    internal bool KeepsIn(NewWindowsPassword password, string parameterName) => vault?.NameFor(password) == parameterName;

    private async Task<Ec2KeyPairException?> StoreAsync(NewWindowsPassword password, CancellationToken cancel)
    {
        if (vault is null) return null;
        try
        {
            await vault.StoreAsync(password, cancel).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is Ec2KeyPairException or OperationCanceledException)
        {
            return NotStored(password, e);
        }
    }

    private Ec2KeyPairException NotStored(NewWindowsPassword password, Exception cause) => new(
        (cause as Ec2KeyPairException)?.Condition ?? ErrorCondition.AwsUnavailable,
        $"{password.Instance.InstanceId}: the new password of '{password.UserName}' is set and in the output record, but could not be stored in the parameter {vault!.NameFor(password)}: {cause.Message}",
        password.Instance.InstanceId,
        "Keep the password of the output record, or reset it again.",
        cause);

    private static string NotHandedOver(NewWindowsPassword password, string? keptIn) =>
        $"The password of '{password.UserName}' on {password.Instance.InstanceId} was reset, but the command was stopped before it could be written out. "
        + (keptIn is null ? "Nobody knows it: reset it again." : $"It is in {keptIn}.");
}
