using System.Globalization;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Tells the user in time that a connection through an Instance Connect Endpoint will be cut.</summary>
public static class DurationNotice
{
    private static readonly TimeSpan LongestLead = TimeSpan.FromMinutes(2);

    /// <summary>One sentence about the limit.</summary>
    public static string Text(EndpointTarget target) =>
        $"The Instance Connect Endpoint ends each connection after {Words(target.Limit)}"
        + (target.MaxDurationSeconds is null ? " (the service's limit)." : " (-MaxDurationSec).");

    /// <summary>Warns two minutes before the limit, or at half of a shorter one. Cancel it when the connection has ended.</summary>
    public static async Task WarnInTimeAsync(EndpointTarget target, ISessionObserver observer, IClock clock, CancellationToken connectionEnded)
    {
        var half = TimeSpan.FromTicks(target.Limit.Ticks / 2);
        var lead = half < LongestLead ? half : LongestLead;
        try
        {
            await clock.DelayAsync(target.Limit - lead, connectionEnded).ConfigureAwait(false);
            observer.Warn($"The connection to {target.InstanceId} will be cut in {Words(lead)}: an Instance Connect Endpoint carries one for {Words(target.Limit)} at most.");
        }
        catch (OperationCanceledException)
        {
            // It ended before.
        }
    }

    private static string Words(TimeSpan time) => time.TotalSeconds >= 120 && time.TotalSeconds % 60 == 0
        ? (time.TotalSeconds / 60).ToString("0", CultureInfo.InvariantCulture) + " minutes"
        : time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";
}
