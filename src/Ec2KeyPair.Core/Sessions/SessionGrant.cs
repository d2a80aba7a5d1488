namespace Ec2KeyPair.Core.Sessions;

/// <summary>What StartSession gave.</summary>
/// <param name="SessionId">The session's id.</param>
/// <param name="StreamUrl">Where its data channel is: <c>wss://ssmmessages.eu-central-1.amazonaws.com/v1/data-channel/...</c></param>
/// <param name="Token">What opens it.</param>
public sealed record SessionGrant(string SessionId, Uri StreamUrl, SessionToken Token);

/// <summary>The secret that opens a session's data channel. Prints nothing.</summary>
public sealed class SessionToken(string value)
{
    /// <summary>The token.</summary>
    internal string Value => value;

    /// <inheritdoc/>
    public override string ToString() => nameof(SessionToken);
}
