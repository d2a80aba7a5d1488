namespace Ec2KeyPair.Core.Sessions.Messages;

/// <summary>The frames that a client meets.</summary>
internal enum MessageType
{
    /// <summary>None of the others: nothing for clients, to be passed over.</summary>
    Other,

    /// <summary><c>input_stream_data</c>: client to agent.</summary>
    InputStreamData,

    /// <summary><c>output_stream_data</c>: agent to client.</summary>
    OutputStreamData,

    /// <summary><c>acknowledge</c></summary>
    Acknowledge,

    /// <summary><c>channel_closed</c></summary>
    ChannelClosed,

    /// <summary><c>start_publication</c></summary>
    StartPublication,

    /// <summary><c>pause_publication</c></summary>
    PausePublication,
}

/// <summary>What the payload of stream data is.</summary>
internal enum PayloadType
{
    /// <summary>Control frames.</summary>
    None = 0,

    /// <summary>User data, both ways.</summary>
    Output = 1,

    /// <summary>JSON with the terminal's size.</summary>
    Size = 3,

    /// <summary>JSON: what the agent wants of the client.</summary>
    HandshakeRequest = 5,

    /// <summary>JSON: what the client has done of it.</summary>
    HandshakeResponse = 6,

    /// <summary>JSON: the session is open.</summary>
    HandshakeComplete = 7,

    /// <summary>JSON: proof of the agent's key.</summary>
    EncChallengeRequest = 8,

    /// <summary>JSON: proof of the client's key.</summary>
    EncChallengeResponse = 9,

    /// <summary>A <see cref="SessionSignal"/>: 4 bytes, big-endian.</summary>
    Flag = 10,

    /// <summary>A command's standard error.</summary>
    StdErr = 11,

    /// <summary>The text <c>EXIT_CODE: n</c>.</summary>
    ExitCode = 12,
}
