using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>Waits for the new password data that Windows writes under the launch key when its password generation was turned on again.</summary>
internal sealed class LaunchPassword(
    IPasswordDataApi passwords, LaunchKeyFinder launchKeys, AdministratorName administrator, IClock clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Opens the launch key and notes the password data of now.</summary>
    /// <exception cref="Ec2KeyPairException">LaunchKeyMissing, LaunchKeyUnsupported, a condition of the private key, or an Aws condition.</exception>
    internal async Task<LaunchPasswordBefore> PrepareAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var keyName = instance.KeyName ?? throw new Ec2KeyPairException(
            ErrorCondition.LaunchKeyMissing,
            $"{instance.InstanceId} was launched without a key pair: nothing could open the new password that the runbook makes.",
            instance.InstanceId,
            "Use -Method RunCommand; where there is no agent, launch a new instance with a key pair from the AMI that the runbook makes.");
        var key = await launchKeys.FindAsync(keyName, cancel).ConfigureAwait(false);
        return new LaunchPasswordBefore(key, await passwords.GetPasswordDataAsync(instance.InstanceId, cancel).ConfigureAwait(false));
    }

    /// <summary>The new password, once its data is there.</summary>
    /// <exception cref="Ec2KeyPairException">PasswordDataNotReady, PrivateKeyMismatch, or an Aws condition.</exception>
    internal async Task<NewWindowsPassword> WaitAsync(Ec2Instance instance, LaunchPasswordBefore before, DateTime deadline, CancellationToken cancel)
    {
        byte[] data;
        while (true)
        {
            data = await DataAsync(instance.InstanceId, cancel).ConfigureAwait(false);
            if (data.Length > 0 && !data.AsSpan().SequenceEqual(before.Data)) break;
            var remaining = deadline - clock.UtcNow;
            if (remaining <= TimeSpan.Zero) throw NotReady(instance);
            await clock.DelayAsync(Pause < remaining ? Pause : remaining, cancel).ConfigureAwait(false);
        }

        var password = PasswordText.Decrypt(data, before.Key, instance.InstanceId);
        return new NewWindowsPassword(instance, await administrator.OnAsync(instance.InstanceId, cancel).ConfigureAwait(false), password)
        {
            KeptIn = "EC2's password data (Get-EC2WindowsPassword)",
        };
    }

    // A runbook of an hour is not given up for a request that did not come through.
    private async Task<byte[]> DataAsync(string instanceId, CancellationToken cancel)
    {
        try
        {
            return await passwords.GetPasswordDataAsync(instanceId, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.AwsUnavailable or ErrorCondition.AwsThrottled)
        {
            return [];
        }
    }

    private static Ec2KeyPairException NotReady(Ec2Instance instance) => new(
        ErrorCondition.PasswordDataNotReady,
        $"The runbook has ended, but {instance.InstanceId} has no new password data yet.",
        instance.InstanceId,
        "Get it later with Get-EC2WindowsPassword -Wait; give it more time with -TimeoutSec.");
}
