using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Ec2KeyPair.AwsEndpoint.Sso;

/// <summary>Sessions of IAM Identity Center: who holds which access token, and how it is refreshed.</summary>
public sealed class SsoDirectory
{
    private readonly ConcurrentDictionary<string, byte> _accessTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _refreshTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Account, string Role), byte> _roles = new();

    public string ClientId { get; } = "loopback-client";

    public string ClientSecret { get; } = "loopback-client-secret";

    /// <summary>How long issued access tokens are said to last.</summary>
    public int TokenLifetimeSeconds { get; set; } = 3600;

    /// <summary>Lets a signed-in user have credentials of this role.</summary>
    public void Assign(string accountId, string roleName) => _roles[(accountId, roleName)] = 0;

    public string IssueAccessToken()
    {
        var token = "aoa" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        _accessTokens[token] = 0;
        return token;
    }

    public string IssueRefreshToken()
    {
        var token = "aor" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        _refreshTokens[token] = 0;
        return token;
    }

    /// <summary>The access token is no longer good, as after its hour or a sign-out.</summary>
    public void Expire(string accessToken) => _accessTokens.TryRemove(accessToken, out _);

    internal bool IsValid(string accessToken) => _accessTokens.ContainsKey(accessToken);

    internal bool IsAssigned(string accountId, string roleName) => _roles.ContainsKey((accountId, roleName));

    internal bool Redeem(string refreshToken) => _refreshTokens.ContainsKey(refreshToken);
}
