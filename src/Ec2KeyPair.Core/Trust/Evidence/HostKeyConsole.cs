using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Trust.Evidence;

/// <summary>Reads what an instance's console tells of its host keys: what EC2 kept of it, and where that tells nothing, what it shows now.</summary>
/// <remarks>
/// EC2 keeps the output of a boot some minutes late, and the first connection comes early. The other way round would
/// be worse: what the console shows now may have scrolled past the boot.
/// </remarks>
/// <param name="kept">GetConsoleOutput.</param>
/// <param name="live">GetConsoleOutput with Latest, where the instance type has it.</param>
public sealed class HostKeyConsole(IInstanceApi kept, ILiveConsoleApi live)
{
    /// <summary>What it tells.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition.</exception>
    public async Task<ConsoleHostKeys> ReadAsync(string instanceId, CancellationToken cancel)
    {
        var told = ConsoleHostKeys.Parse(await kept.GetConsoleOutputAsync(instanceId, cancel).ConfigureAwait(false));
        if (!told.IsEmpty || told.IsContradictory) return told;
        return await live.FindLatestAsync(instanceId, cancel).ConfigureAwait(false) is { } now ? ConsoleHostKeys.Parse(now) : told;
    }
}
