using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Ec2KeyPair.AwsEndpoint.SigV4;

/// <summary>An access key and what belongs to it. Temporary ones carry a session token and an end.</summary>
public sealed record Credential(
    string AccessKey, string SecretKey, string? SessionToken, DateTimeOffset? Expires, string AccountId, string Arn, string UserId);

/// <summary>Who signed a request, and for which service and Region.</summary>
public sealed record Signer(Credential Credential, string Service, string Region);

/// <summary>The access keys that exist.</summary>
public sealed class CredentialStore
{
    private readonly ConcurrentDictionary<string, Credential> _credentials = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deniedRoles = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    internal CredentialStore(TimeProvider time) => _time = time;

    /// <summary>A user's long-lived key.</summary>
    public Credential AddUser(string accessKey, string secretKey, string accountId, string userName)
    {
        var credential = new Credential(
            accessKey, secretKey, null, null, accountId, $"arn:aws:iam::{accountId}:user/{userName}", "AIDA" + Name(userName));
        _credentials[accessKey] = credential;
        return credential;
    }

    /// <summary>Temporary credentials of a role session; requests that use them must carry the session token.</summary>
    public Credential IssueSession(string accountId, string roleName, string sessionName, TimeSpan lifetime)
    {
        var credential = new Credential(
            "ASIA" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(96)),
            _time.GetUtcNow() + lifetime,
            accountId,
            $"arn:aws:sts::{accountId}:assumed-role/{roleName}/{sessionName}",
            "AROA" + Name(roleName) + ":" + sessionName);
        _credentials[credential.AccessKey] = credential;
        return credential;
    }

    public void Remove(string accessKey) => _credentials.TryRemove(accessKey, out _);

    /// <summary>AssumeRole of this role is refused from now on.</summary>
    public void DenyRole(string roleArn)
    {
        lock (_deniedRoles)
        {
            _deniedRoles.Add(roleArn);
        }
    }

    internal bool IsDenied(string roleArn)
    {
        lock (_deniedRoles)
        {
            return _deniedRoles.Contains(roleArn);
        }
    }

    internal Credential Find(string accessKey, string? sessionToken)
    {
        if (!_credentials.TryGetValue(accessKey, out var credential))
        {
            throw new SignatureException(SignatureFault.UnknownKey);
        }

        if (!string.Equals(credential.SessionToken, sessionToken, StringComparison.Ordinal))
        {
            throw new SignatureException(SignatureFault.WrongToken);
        }

        return credential.Expires is { } end && _time.GetUtcNow() >= end
            ? throw new SignatureException(SignatureFault.ExpiredToken)
            : credential;
    }

    private static string Name(string of)
    {
        var hash = Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(of)));
        return hash[..17];
    }
}
