namespace Ec2KeyPair.AwsEndpoint.InstanceConnect;

/// <summary>How tunnels that are opened from now on behave.</summary>
public sealed record TunnelSettings
{
    /// <summary>Where remote ports really are: a test's server on loopback. An entry also lets a port through that the service refuses.</summary>
    public IReadOnlyDictionary<int, int> Ports { get; init; } = new Dictionary<int, int>();

    /// <summary>
    /// What the client's close frame does to the connection: true shuts down its sending side and goes on with the answer,
    /// false ends it. What AWS does is not documented.
    /// </summary>
    public bool AnswersAfterClose { get; init; }

    /// <summary>Bytes of data in the service's frames at most.</summary>
    public int FramePayload { get; init; } = 64 * 1024;
}
