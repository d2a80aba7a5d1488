using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Raw;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>Through Session Manager: the instance's agent connects to its SSH server.</summary>
/// <param name="sessions">Opens the sessions.</param>
/// <param name="request">Which one.</param>
public sealed class SessionManagerWay(SessionService sessions, SessionRequest request) : ISshWay
{
    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.SessionManager;

    /// <inheritdoc/>
    // Session Manager ends a session that is silent for 20 minutes.
    public bool NeedsKeepAlive => true;

    /// <inheritdoc/>
    /// <exception cref="Errors.Ec2KeyPairException">Why there is no session.</exception>
    public async Task<ISshPath> OpenAsync(CancellationToken cancel)
    {
        var relay = await SshRelay.OpenAsync(sessions, request, cancel).ConfigureAwait(false);
        return new RelayPath(relay, relay.Port, "its SSH server through Session Manager");
    }
}
