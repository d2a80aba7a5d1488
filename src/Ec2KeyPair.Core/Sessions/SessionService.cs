using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Connection;
using Ec2KeyPair.Core.Sessions.Diagnosis;

namespace Ec2KeyPair.Core.Sessions;

/// <summary>Opens sessions with instances, and says why there is none.</summary>
public sealed class SessionService(SessionOpener opener, SessionDiagnosis diagnosis)
{
    /// <summary>Starts the session; returns when user data may be sent.</summary>
    /// <exception cref="Ec2KeyPairException">
    /// InstanceNotFound, InstanceNotRunning, AgentNotRegistered, AgentConnectionLost, AgentTooOld, TargetNotConnected,
    /// SessionDocumentUnavailable, SessionKeyUnavailable, SessionFailed, SessionProtocolError, or an Aws condition.
    /// </exception>
    public async Task<ISession> OpenAsync(SessionRequest request, ISessionSink sink, CancellationToken cancel)
    {
        try
        {
            var session = await opener.OpenAsync(request, sink, cancel).ConfigureAwait(false);
            if (AgentRequirement.Unmet(request, session.Facts.AgentVersion) is not { } tooOld) return session;
            await session.DisposeAsync().ConfigureAwait(false);
            throw tooOld;
        }
        catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.TargetNotConnected or ErrorCondition.SessionFailed)
        {
            throw await diagnosis.ExplainAsync(e, request, cancel).ConfigureAwait(false);
        }
    }
}
