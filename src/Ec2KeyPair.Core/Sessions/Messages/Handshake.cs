using System.Text.Json;
using System.Text.Json.Serialization;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Sessions.Messages;

/// <summary>What the agent wants of the client before a session opens (amazon-ssm-agent, agent/session/contracts/model.go).</summary>
internal sealed record HandshakeRequest
{
    /// <summary><c>3.3.0.0</c></summary>
    public string? AgentVersion { get; init; }

    public IReadOnlyList<RequestedAction?>? RequestedClientActions { get; init; }
}

/// <summary>One thing that the agent wants: <c>SessionType</c> or <c>KMSEncryption</c>.</summary>
internal sealed record RequestedAction
{
    public string? ActionType { get; init; }

    public ActionParameters? ActionParameters { get; init; }
}

/// <summary>The parameters of either action.</summary>
internal sealed record ActionParameters
{
    /// <summary><c>Standard_Stream</c>, <c>InteractiveCommands</c>, <c>NonInteractiveCommands</c> or <c>Port</c>.</summary>
    public string? SessionType { get; init; }

    /// <summary>The document's properties; a string for some kinds of session.</summary>
    public JsonElement Properties { get; init; }

    /// <summary>Id or ARN of the KMS key.</summary>
    public string? KMSKeyId { get; init; }

    /// <summary>Base64 of 16 random bytes; absent with older agents.</summary>
    public string? Challenge { get; init; }
}

/// <summary>The client's answer.</summary>
internal sealed record HandshakeResponse
{
    public required string ClientVersion { get; init; }

    public required IReadOnlyList<ProcessedAction> ProcessedClientActions { get; init; }

    public IReadOnlyList<string>? Errors { get; init; }
}

/// <summary>What has become of one requested action.</summary>
internal sealed record ProcessedAction
{
    public required string ActionType { get; init; }

    public required ActionStatus ActionStatus { get; init; }

    public EncryptionResult? ActionResult { get; init; }

    public string Error { get; init; } = "";
}

/// <summary>Success or not.</summary>
internal enum ActionStatus
{
    Success = 1,
    Failed = 2,
    Unsupported = 3,
}

/// <summary>The data key, encrypted by KMS.</summary>
internal sealed record EncryptionResult
{
    /// <summary>CiphertextBlob of GenerateDataKey.</summary>
    public required byte[] KMSCipherTextKey { get; init; }

    /// <summary>SHA-256 of it.</summary>
    public required byte[] KMSCipherTextHash { get; init; }

    /// <summary>The encryption context holds the agent's challenge.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ChallengeAcknowledgement { get; init; }
}

/// <summary>Proof of a key: the same 64 bytes there and back, encrypted each way.</summary>
internal sealed record EncryptionChallenge
{
    public byte[]? Challenge { get; init; }
}

/// <summary>The session is open.</summary>
internal sealed record HandshakeComplete
{
    public string? CustomerMessage { get; init; }
}

/// <summary>The end of a channel, with the agent's or the service's words.</summary>
internal sealed record ChannelClosed
{
    public string? Output { get; init; }

    /// <summary>The words, fit to be shown; empty when there are none.</summary>
    internal static string ReadReason(ReadOnlySpan<byte> payload)
    {
        try
        {
            return Printable.Text(JsonSerializer.Deserialize(payload, SessionJson.Default.ChannelClosed)?.Output?.Trim());
        }
        catch (JsonException)
        {
            return ""; // Closed it is, whatever else it says.
        }
    }
}

/// <summary>The first message on a socket.</summary>
internal sealed record OpenDataChannel
{
    public string MessageSchemaVersion { get; init; } = "1.0";

    public required string RequestId { get; init; }

    public required string TokenValue { get; init; }

    public required string ClientId { get; init; }

    public required string ClientVersion { get; init; }
}

/// <summary>The size of a terminal as agents read it.</summary>
internal sealed record SizePayload
{
    [JsonPropertyName("cols")]
    public required int Columns { get; init; }

    [JsonPropertyName("rows")]
    public required int Rows { get; init; }
}

/// <summary>The JSON payloads, without reflection at run time.</summary>
[JsonSourceGenerationOptions(MaxDepth = 16)]
[JsonSerializable(typeof(HandshakeRequest))]
[JsonSerializable(typeof(HandshakeResponse))]
[JsonSerializable(typeof(EncryptionChallenge))]
[JsonSerializable(typeof(HandshakeComplete))]
[JsonSerializable(typeof(ChannelClosed))]
[JsonSerializable(typeof(OpenDataChannel))]
[JsonSerializable(typeof(SizePayload))]
internal sealed partial class SessionJson : JsonSerializerContext;
