using System.Net;
using System.Net.Http;
using Amazon.Runtime;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>Turns what the SDK throws into the module's own conditions.</summary>
internal static class AwsErrors
{
    private static readonly HashSet<string> Denied = new(StringComparer.Ordinal)
    {
        "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation", "OptInRequired",
    };

    private static readonly HashSet<string> Rejected = new(StringComparer.Ordinal)
    {
        "AuthFailure", "InvalidClientTokenId", "SignatureDoesNotMatch", "ExpiredToken", "ExpiredTokenException", "RequestExpired",
        "UnrecognizedClientException", "InvalidAccessKeyId", "InvalidSignatureException", "MissingAuthenticationToken",
    };

    private static readonly HashSet<string> Throttled = new(StringComparer.Ordinal)
    {
        "RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException", "SlowDown",
    };

    /// <summary>Runs a request; whatever fails leaves as an <see cref="Ec2KeyPairException"/>.</summary>
    /// <param name="action">The IAM action, <c>ec2:GetPasswordData</c>.</param>
    /// <param name="subject">What the request is about.</param>
    /// <param name="request">The request; it gets the token.</param>
    /// <param name="cancel">Cancels the request: a cancellation that did not come from here is a time-out.</param>
    internal static async Task<T> TranslateAsync<T>(
        string action, object? subject, Func<CancellationToken, Task<T>> request, CancellationToken cancel)
    {
        try
        {
            return await request(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw Unavailable(action, subject, e);
        }
        catch (Exception e) when (Translate(action, subject, e) is { } translated)
        {
            throw translated;
        }
    }

    private static Ec2KeyPairException? Translate(string action, object? subject, Exception error) => error switch
    {
        OperationCanceledException or Ec2KeyPairException => null,
        // Credentials that need a person (MFA, SSO) throw ours from inside the SDK.
        { InnerException: Ec2KeyPairException ours } => ours,
        AmazonServiceException service when service.ErrorCode is { Length: > 0 } code => FromService(action, subject, service, code),
        AmazonServiceException or HttpRequestException or IOException or WebException => Unavailable(action, subject, error),
        // The SDK gave up of its own accord: what AWS said stands inside.
        AmazonClientException { InnerException: AmazonServiceException said } => Translate(action, subject, said),
        AmazonClientException client => new(
            ErrorCondition.AwsCredentialsRejected,
            $"{action}: {client.Message}",
            subject,
            "If this is an SSO profile, run 'aws sso login' for it.",
            client),
        _ => null,
    };

    private static Ec2KeyPairException FromService(string action, object? subject, AmazonServiceException error, string code)
    {
        var text = $"{action}: {error.Message} ({code}, request {error.RequestId ?? "id unknown"})";
        if (Denied.Contains(code))
        {
            return new(ErrorCondition.AwsAccessDenied, text, subject, $"The caller needs the permission {action}.", error);
        }

        if (Rejected.Contains(code))
        {
            return new(
                ErrorCondition.AwsCredentialsRejected, text, subject, "Renew the credentials; check the machine's clock.", error);
        }

        if (Throttled.Contains(code))
        {
            return new(ErrorCondition.AwsThrottled, text, subject, "Try again later, or with a smaller -ThrottleLimit.", error);
        }

        return error.StatusCode >= HttpStatusCode.InternalServerError
            ? Unavailable(action, subject, error)
            : new(ErrorCondition.AwsRequestFailed, text, subject, innerException: error);
    }

    private static Ec2KeyPairException Unavailable(string action, object? subject, Exception error) => new(
        ErrorCondition.AwsUnavailable,
        $"{action}: AWS could not be reached, or failed after all retries: {Innermost(error).Message}",
        subject,
        "Check the Region, the endpoint and the network; then try again.",
        error);

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;
}
