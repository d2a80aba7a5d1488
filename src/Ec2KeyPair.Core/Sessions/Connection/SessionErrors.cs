using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Sessions.Connection;

/// <summary>A session's end as an error.</summary>
internal static class SessionErrors
{
    /// <summary>It ended before it was open.</summary>
    internal static Ec2KeyPairException NotOpened(string sessionId, string target, SessionEnd end) => new(
        end.Kind == SessionEndKind.ProtocolError ? ErrorCondition.SessionProtocolError : ErrorCondition.SessionFailed,
        $"Session {sessionId} with {target} did not open: {(end.Reason.Length > 0 ? end.Reason : "the remote side closed it without a word.")}",
        target);
}
