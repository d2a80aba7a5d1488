using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Windows.ConsoleOutput;

/// <summary>Reads the console output of Windows instances: live where there is such a thing, else what EC2 has kept of it.</summary>
internal sealed class ConsoleReader(IInstanceApi kept, ILiveConsoleApi live, IWindowsPasswordObserver observer)
{
    private readonly LiveConsole _live = new();
    private readonly ConcurrentDictionary<string, byte> _denied = new(StringComparer.Ordinal);

    /// <summary>True when what <see cref="ReadAsync"/> brings is what the instance shows now.</summary>
    internal bool IsLive(Ec2Instance instance) => _live.MayHave(instance) && !IsDenied(instance);

    /// <summary>True when the caller may not read this console.</summary>
    internal bool IsDenied(Ec2Instance instance) => _denied.ContainsKey(instance.InstanceId);

    /// <summary>One GetConsoleOutput, two at most: the first time that an instance type turns out to have no live console.</summary>
    /// <param name="instance">Whose.</param>
    /// <param name="charge">Told of each request before it is made.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>A silent console where it can't be read: the password is worth more than what else the console tells.</returns>
    /// <exception cref="Ec2KeyPairException">AwsThrottled, AwsUnavailable, or what concerns every input.</exception>
    internal async Task<WindowsConsole> ReadAsync(Ec2Instance instance, Action charge, CancellationToken cancel)
    {
        if (IsDenied(instance)) return WindowsConsole.Silent;
        try
        {
            return WindowsConsole.Parse(await ReadTextAsync(instance, charge, cancel).ConfigureAwait(false));
        }
        catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.AwsAccessDenied or ErrorCondition.AwsRequestFailed)
        {
            _denied.TryAdd(instance.InstanceId, 0);
            await observer.ExplainAsync(
                $"{instance.InstanceId}: the console output can't be read, so account name and RDP certificate stay unknown. {e.Message}").ConfigureAwait(false);
            return WindowsConsole.Silent;
        }
    }

    private async Task<string> ReadTextAsync(Ec2Instance instance, Action charge, CancellationToken cancel)
    {
        if (_live.MayHave(instance))
        {
            charge();
            if (await live.FindLatestAsync(instance.InstanceId, cancel).ConfigureAwait(false) is { } now) return now;
            _live.Refused(instance);
        }

        charge();
        return await kept.GetConsoleOutputAsync(instance.InstanceId, cancel).ConfigureAwait(false);
    }
}
