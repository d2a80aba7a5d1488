using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>Sends requests to one Region: at the pace that AWS bears, with every failure as an <see cref="Ec2KeyPairException"/>.</summary>
internal sealed class AwsRequests
{
    // On top of the SDK's own retries, each of which has backed off already.
    private const int ThrottledAttempts = 8;
    private readonly AdaptivePace _pace = new();

    /// <summary>Sends one request.</summary>
    /// <param name="action">The IAM action, <c>ec2:GetPasswordData</c>.</param>
    /// <param name="subject">What the request is about; the target of its error.</param>
    /// <param name="request">The request; it gets the token.</param>
    /// <param name="cancel">Cancels it.</param>
    /// <exception cref="Ec2KeyPairException">An Aws condition.</exception>
    internal async Task<T> SendAsync<T>(string action, object? subject, Func<CancellationToken, Task<T>> request, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            await _pace.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                var answer = await request(cancel).ConfigureAwait(false);
                _pace.Served();
                return answer;
            }
            catch (Exception e) when (AwsErrors.Translate(action, subject, e, cancel.IsCancellationRequested) is { } translated)
            {
                if (translated.Condition != ErrorCondition.AwsThrottled) throw translated;
                _pace.Throttled();
                if (attempt == ThrottledAttempts) throw translated;
            }
        }
    }
}
