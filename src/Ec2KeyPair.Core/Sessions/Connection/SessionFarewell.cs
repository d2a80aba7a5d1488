using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Sessions.Connection;

/// <summary>Ends a session at AWS when this side leaves it; without that it lives until Session Manager times it out.</summary>
internal sealed class SessionFarewell(ISessionApi api, string sessionId, ISessionObserver observer)
{
    private static readonly TimeSpan LongestFlag = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    /// <summary>Says it; never throws, since disposing does not.</summary>
    /// <param name="tellAgent">Sends the agent its flag and ends with its acknowledgement: lets it end at once.</param>
    internal async Task SayAsync(Func<Task> tellAgent)
    {
        using var limit = new CancellationTokenSource(LongestFarewell);
        try
        {
            var isTold = tellAgent();
            // This is what ends the session in every case.
            await api.TerminateAsync(sessionId, limit.Token).ConfigureAwait(false);
            await Task.WhenAny(isTold, Task.Delay(LongestFlag, limit.Token)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var text = e switch
            {
                Ec2KeyPairException => e.Message,
                OperationCanceledException => "no answer in time",
                _ => e.GetType().Name,
            };
            observer.Warn($"Session {sessionId} could not be ended ({text}); it lives until Session Manager times it out.");
        }
    }
}
