namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>The limits of one data channel.</summary>
public sealed record ChannelOptions
{
    /// <summary>Bytes of user data in a frame. 1,024 is what every service is known to take; agents take 32,768 too.</summary>
    public int FramePayload { get; init; } = 1024;

    /// <summary>User data that may be on its way unacknowledged, in bytes; a writer waits beyond it.</summary>
    public int SendWindowBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Frames that are kept while one before them is missing.</summary>
    public int ReorderFrames { get; init; } = 16 * 1024;

    /// <summary>The same in bytes.</summary>
    public int ReorderBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long the agent may take to begin or to go on with the handshake.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The version that is reported to agents; they go by it: what is multiplexed and kept alive depends on it.</summary>
    public string ClientVersion { get; init; } = "1.2.677.0";
}
