using System.Threading.Channels;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Windows;

/// <summary>Gets the first administrator passwords of Windows instances, many side by side, each as soon as it is there.</summary>
/// <remarks>
/// Cost per instance: one GetPasswordData (more with <see cref="WindowsPasswordOptions.Wait"/>), one
/// GetConsoleOutput, one RSA private operation. Per 200 instances one DescribeInstances, per distinct launch key
/// one DescribeKeyPairs and one private key opened.
/// </remarks>
public sealed class WindowsPasswordService(
    IInstanceApi instances, IPasswordDataApi passwords, LaunchKeyFinder launchKeys, IClock clock, IWindowsPasswordObserver observer)
{
    private const string DefaultUserName = "Administrator";
    private readonly PollInterval _pollInterval = new();
    private int _waiting;

    /// <summary>Serves inputs until there are no more.</summary>
    /// <exception cref="Ec2KeyPairException">Only what makes every input pointless: no credentials, no such endpoint.</exception>
    public async Task RunAsync(ChannelReader<string> identities, WindowsPasswordOptions options, CancellationToken cancel)
    {
        using var work = new SideBySide(options.ThrottleLimit, cancel);
        try
        {
            while (await identities.WaitToReadAsync(cancel).ConfigureAwait(false))
            {
                var batch = TakeBatch(identities);
                foreach (var resolved in await new InstanceResolver(instances).ResolveAsync(batch, cancel).ConfigureAwait(false))
                {
                    await work.StartAsync(stop => ServeAsync(resolved, options, work, stop)).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // A piece failed for all: EndAsync says why.
        }

        await work.EndAsync().ConfigureAwait(false);
    }

    private static List<string> TakeBatch(ChannelReader<string> identities)
    {
        var batch = new List<string>();
        while (batch.Count < InstanceFilter.MaximumValues && identities.TryRead(out var identity)) batch.Add(identity);
        return batch;
    }

    private async Task ServeAsync(ResolvedInstance resolved, WindowsPasswordOptions options, SideBySide work, CancellationToken cancel)
    {
        try
        {
            var instance = resolved.Instance ?? throw resolved.Error!;
            var result = await GetAsync(instance, options, work, cancel).ConfigureAwait(false);
            await observer.FoundAsync(result).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await observer.FailedAsync(resolved.AsTarget(e)).ConfigureAwait(false);
        }
    }

    private async Task<WindowsPasswordResult> GetAsync(
        Ec2Instance instance, WindowsPasswordOptions options, SideBySide work, CancellationToken cancel)
    {
        // Everything that can fail for good fails before anything is waited for.
        if (!instance.IsWindows) throw NotWindows(instance);
        var keyName = instance.KeyName ?? throw NoLaunchKey(instance);
        var key = await LaunchKeyAsync(instance, keyName, cancel).ConfigureAwait(false);

        var data = await PasswordDataAsync(instance, options, work, cancel).ConfigureAwait(false);
        var console = await ConsoleAsync(instance.InstanceId, cancel).ConfigureAwait(false);
        return new WindowsPasswordResult(
            instance.InstanceId,
            console.UserName ?? DefaultUserName,
            PasswordText.Decrypt(data, key, instance.InstanceId),
            keyName,
            instance.LaunchTime,
            console.RdpCertificateThumbprint);
    }

    private async Task<LaunchKey> LaunchKeyAsync(Ec2Instance instance, string keyName, CancellationToken cancel)
    {
        try
        {
            return await launchKeys.FindAsync(keyName, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // One key, one cause, but each instance's own error: scripts go by the target.
            throw new Ec2KeyPairException(e.Condition, $"{instance.InstanceId}: {e.Message}", instance.InstanceId, e.Mend, e);
        }
    }

    private async Task<byte[]> PasswordDataAsync(
        Ec2Instance instance, WindowsPasswordOptions options, SideBySide work, CancellationToken cancel)
    {
        var data = await passwords.GetPasswordDataAsync(instance.InstanceId, cancel).ConfigureAwait(false);
        if (data.Length > 0) return data;
        if (!options.Wait || !CanStillCome(instance)) throw NotReady(instance, options);

        var deadline = clock.UtcNow + options.Timeout;
        Interlocked.Increment(ref _waiting);
        try
        {
            for (var asked = 1; data.Length == 0; asked++)
            {
                var remaining = deadline - clock.UtcNow;
                if (remaining <= TimeSpan.Zero) throw NotReady(instance, options);
                await observer.WaitingAsync(Volatile.Read(ref _waiting), remaining).ConfigureAwait(false);
                var pause = _pollInterval.Next(asked, Volatile.Read(ref _waiting));
                await work.LendPlaceAsync(() => clock.DelayAsync(pause < remaining ? pause : remaining, cancel)).ConfigureAwait(false);
                data = await passwords.GetPasswordDataAsync(instance.InstanceId, cancel).ConfigureAwait(false);
            }

            return data;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<WindowsConsole> ConsoleAsync(string instanceId, CancellationToken cancel)
    {
        try
        {
            return WindowsConsole.Parse(await instances.GetConsoleOutputAsync(instanceId, cancel).ConfigureAwait(false));
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // The password is worth more than the account's localized name.
            await observer.ExplainAsync(
                $"{instanceId}: the console output can't be read, so the account name is taken to be {DefaultUserName}. {e.Message}").ConfigureAwait(false);
            return WindowsConsole.Parse("");
        }
    }

    private static bool CanStillCome(Ec2Instance instance) => instance.State is "pending" or "running";

    private static Ec2KeyPairException NotReady(Ec2Instance instance, WindowsPasswordOptions options)
    {
        var message = $"{instance.InstanceId} has no password data yet";
        if (!CanStillCome(instance))
        {
            return new(
                ErrorCondition.PasswordDataNotReady,
                $"{message}, and none will come while it is {instance.State}.",
                instance.InstanceId,
                "Start the instance. If its image was made without a password reset by EC2Launch, there never will be any.");
        }

        return options.Wait
            ? new(
                ErrorCondition.PasswordDataNotReady,
                $"{message} after {options.Timeout.TotalSeconds:0} s of waiting.",
                instance.InstanceId,
                "Wait longer with -TimeoutSec. An image made without a password reset by EC2Launch never has any.")
            : new(
                ErrorCondition.PasswordDataNotReady,
                $"{message} (launched {instance.LaunchTime:u}); it takes 4 to 15 minutes after launch.",
                instance.InstanceId,
                "Use -Wait.");
    }

    private static Ec2KeyPairException NotWindows(Ec2Instance instance) => new(
        ErrorCondition.InstanceNotWindows,
        $"{instance.InstanceId} is not a Windows instance ({instance.PlatformDetails ?? "platform unknown"}): it has no Windows password.",
        instance.InstanceId,
        "Use Connect-EC2Instance.");

    private static Ec2KeyPairException NoLaunchKey(Ec2Instance instance) => new(
        ErrorCondition.LaunchKeyMissing,
        $"{instance.InstanceId} was launched without a key pair: EC2 has nothing to encrypt its password under, so there never will be password data.",
        instance.InstanceId,
        "Set a new password by other means (Session Manager, Run Command).");
}
