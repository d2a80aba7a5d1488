using Ec2KeyPair.Core.Sessions.Channel;

namespace Ec2KeyPair.Core.Sessions;

/// <summary>Session Manager of one Region and account. Errors are <see cref="Errors.Ec2KeyPairException"/>.</summary>
public interface ISessionApi
{
    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    string Region { get; }

    /// <summary>Starts a session.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">TargetNotConnected, SessionDocumentUnavailable or an Aws condition.</exception>
    Task<SessionGrant> StartAsync(SessionRequest request, CancellationToken cancel);

    /// <summary>A new token for a session whose connection broke; null when the session has ended meanwhile.</summary>
    Task<SessionToken?> ResumeAsync(string sessionId, CancellationToken cancel);

    /// <summary>Ends a session.</summary>
    Task TerminateAsync(string sessionId, CancellationToken cancel);

    /// <summary>KMS GenerateDataKey: 64 bytes under this key and context, with the caller's credentials.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">SessionKeyUnavailable or an Aws condition.</exception>
    Task<DataKey> GenerateDataKeyAsync(DataKeyRequest request, CancellationToken cancel);
}
