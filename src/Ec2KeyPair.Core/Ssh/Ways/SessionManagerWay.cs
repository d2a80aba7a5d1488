using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Raw;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>Through Session Manager: the instance's agent connects to its SSH server.</summary>
/// <param name="sessions">Opens the sessions.</param>
/// <param name="reason">Text for the session history; null for none.</param>
public sealed class SessionManagerWay(SessionService sessions, string? reason) : ISshWay
{
    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.SessionManager;

    /// <inheritdoc/>
    // Session Manager ends a session that is silent for 20 minutes.
    public bool NeedsKeepAlive => true;

    /// <inheritdoc/>
    /// <exception cref="Errors.Ec2KeyPairException">Why there is no session.</exception>
    public async Task<ISshPath> OpenAsync(Ec2Instance instance, int port, CancellationToken cancel)
    {
        var relay = await SshRelay.OpenAsync(sessions, SessionRequest.Ssh(instance.InstanceId, port, reason), cancel).ConfigureAwait(false);
        return new RelayPath(relay, relay.Port, $"port {port} through Session Manager");
    }
}
