namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>What a session does on the instance.</summary>
internal interface IAgentWork : IAsyncDisposable
{
    /// <summary>Works until it has ended by itself; then the session ends, with this text as its error if there is one.</summary>
    Task<string> RunAsync(CancellationToken cancel);

    /// <summary>Takes a payload of the client; false while it can't, then the agent stays silent and it comes again.</summary>
    ValueTask<bool> TakeAsync(uint payloadType, ReadOnlyMemory<byte> payload);
}

/// <summary>The payload types of stream data.</summary>
internal static class Payload
{
    internal const uint Output = 1, Size = 3, HandshakeRequest = 5, HandshakeResponse = 6, HandshakeComplete = 7,
        ChallengeRequest = 8, ChallengeResponse = 9, Flag = 10, StdErr = 11, ExitCode = 12;
}
