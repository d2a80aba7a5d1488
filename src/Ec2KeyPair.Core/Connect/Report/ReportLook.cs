using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Connect.Report;

/// <summary>How a report looks: nobody waits at a prompt for it, but it has to end.</summary>
internal static class ReportLook
{
    // The SDK repeats throttled requests, and a fleet makes many.
    private static readonly TimeSpan Limit = LookPatience.Thorough.Aws;

    internal static Task<Look<T>> TakeAsync<T>(Func<CancellationToken, Task<T>> ask, IClock clock, CancellationToken cancel) =>
        Look<T>.TakeAsync(ask, Limit, clock, cancel);

    /// <summary>The check of something that could not be found out.</summary>
    internal static AccessCheck Unknown<T>(AccessCheckKind kind, string what, Look<T> look) =>
        new(kind, AccessVerdict.Unknown, $"{what} not known: {look.Why.TrimEnd('.')}", look.Mend);
}
