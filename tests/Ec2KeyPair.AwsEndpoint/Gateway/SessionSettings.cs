namespace Ec2KeyPair.AwsEndpoint.Gateway;

/// <summary>How sessions that are started from now on behave.</summary>
public sealed record SessionSettings
{
    /// <summary>What the agent says of itself; older ones behave as they did.</summary>
    public string AgentVersion { get; init; } = "3.3.0.0";

    /// <summary>Bytes of data in the agent's frames.</summary>
    public int FramePayload { get; init; } = 1024;

    /// <summary>The agent's rest after each frame; the real one has 1 ms. Zero: nothing sleeps.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>The KMS key that encrypts shells and commands; null for none.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The agent sends a challenge for the encryption context and insists on its acknowledgement.</summary>
    public bool RequiresChallenge { get; init; }

    /// <summary>Shown by the client when the session opens.</summary>
    public string CustomerMessage { get; init; } = "";

    /// <summary>How long the agent waits for either answer in the handshake.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What the way between client and agent does to frames.</summary>
    public LinkFaults Link { get; init; } = new();

    /// <summary>Where remote ports really are: a test's server on loopback. Others are taken as they are.</summary>
    public IReadOnlyDictionary<int, int> Ports { get; init; } = new Dictionary<int, int>();
}

/// <summary>What goes wrong between client and agent. Stream data and acknowledgements alike, in both directions.</summary>
public sealed record LinkFaults
{
    public double LossPercent { get; init; }

    public double DuplicatePercent { get; init; }

    /// <summary>Frames that are overtaken by the one after them.</summary>
    public double ReorderPercent { get; init; }

    /// <summary>Acknowledgements of the client that never arrive, on top of the loss.</summary>
    public double AcknowledgementLossPercent { get; init; }

    /// <summary>Each way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The client's socket is cut at this interval; zero for never.</summary>
    public TimeSpan CutEvery { get; init; }

    public int Seed { get; init; } = 1;
}
