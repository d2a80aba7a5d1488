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

    /// <summary>Our exception for what a request threw; null where it is to pass as it is.</summary>
    /// <param name="action">The IAM action, <c>ec2:GetPasswordData</c>.</param>
    /// <param name="subject">What the request is about.</param>
    /// <param name="error">What the SDK threw.</param>
    /// <param name="isCancelled">True when the caller cancelled: any other cancellation is the SDK's own time-out.</param>
    internal static Ec2KeyPairException? Translate(string action, object? subject, Exception error, bool isCancelled) =>
        error is OperationCanceledException && !isCancelled ? Unavailable(action, subject, error) : Translate(action, subject, error);

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
                ErrorCondition.AwsCredentialsRejected, text, subject, "Renew the credentials; check the machine's clock, and that the Region exists and is enabled for the account.", error);
        }

        if (Throttled.Contains(code))
        {
            return new(ErrorCondition.AwsThrottled, text, subject, "Try again later, or with a smaller -ThrottleLimit.", error);
        }

        if (code == "TargetNotConnected")
        {
            return new(ErrorCondition.TargetNotConnected, text, subject, innerException: error);
        }

        if (code is "InvalidDocument" or "InvalidParameters" && action == "ssm:StartSession")
        {
            return new(
                ErrorCondition.SessionDocumentUnavailable,
                text,
                subject,
                "Check the Session document's name, its parameters and that it is in this Region.",
                error);
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
