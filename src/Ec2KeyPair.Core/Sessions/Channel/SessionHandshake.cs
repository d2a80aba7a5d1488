using System.Security.Cryptography;
using System.Text.Json;
using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Sessions.Messages;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>The handshake: what the agent asks for, what the client answers, what the session is afterwards.</summary>
internal sealed class SessionHandshake(string sessionId, string target, string clientVersion) : IDisposable
{
    private const string SessionTypeAction = "SessionType";
    private const string EncryptionAction = "KMSEncryption";
    private const int LongestVersion = 64;
    // Agents know two actions; the answer has to fit into a frame.
    private const int MostActions = 16;
    private HandshakeRequest? _request;
    private SessionKind? _kind;
    private string? _portType;
    private bool _isChallengeAnswered;
    private ActionParameters? _encryption;

    /// <summary>Present from the moment on in which user data has to be encrypted.</summary>
    internal SessionCipher? Cipher { get; private set; }

    /// <summary>The agent has begun a handshake: it decides what the session is.</summary>
    internal bool IsBegun => _request is not null;

    /// <summary>The data key that has to be had before the client can answer; null when none is needed.</summary>
    internal DataKeyRequest? WantedKey { get; private set; }

    /// <summary>Takes the agent's request.</summary>
    /// <returns>What is wrong with it; null when it can be answered.</returns>
    internal string? Begin(ReadOnlySpan<byte> payload)
    {
        if (IsBegun) return "a second handshake";
        if (Parse(payload, SessionJson.Default.HandshakeRequest) is not { RequestedClientActions: { } actions } request
            || actions.Count > MostActions
            || actions.Any(action => action?.ActionType is null))
        {
            return "a handshake request that can't be read";
        }

        _request = request;
        foreach (var action in actions)
        {
            if (action!.ActionType == SessionTypeAction) ReadSessionType(action.ActionParameters);
            if (action.ActionType == EncryptionAction) _encryption = action.ActionParameters ?? new ActionParameters();
        }

        if (_encryption is null) return null;
        if (_encryption.KMSKeyId is not { Length: > 0 } keyId) return "an encrypted session without the name of its key";
        WantedKey = new DataKeyRequest(keyId, EncryptionContext(_encryption));
        return null;
    }

    /// <summary>The answer to the request, once the data key is there where one was wanted.</summary>
    internal byte[] Response(DataKey? key)
    {
        WantedKey = null;
        if (key is not null) Cipher = new SessionCipher(key.Plaintext);
        var response = new HandshakeResponse
        {
            ClientVersion = clientVersion,
            ProcessedClientActions = [.. _request!.RequestedClientActions!.Select(action => Processed(action!.ActionType!, key))],
        };
        return JsonSerializer.SerializeToUtf8Bytes(response, SessionJson.Default.HandshakeResponse);
    }

    /// <summary>The agent's challenge, decrypted with its key and encrypted with ours.</summary>
    /// <returns>Null when it is none, or was not made with the session's key.</returns>
    internal byte[]? AnswerChallenge(ReadOnlySpan<byte> payload)
    {
        if (Cipher is null || Parse(payload, SessionJson.Default.EncryptionChallenge) is not { Challenge: { } challenge }) return null;
        if (Cipher.Decrypt(challenge, out var length) is not { } text) return null;
        var answer = new byte[length + SessionCipher.Overhead];
        Cipher.Encrypt(text.AsSpan(0, length), answer);
        System.Buffers.ArrayPool<byte>.Shared.Return(text, clearArray: true);
        _isChallengeAnswered = true;
        return JsonSerializer.SerializeToUtf8Bytes(
            new EncryptionChallenge { Challenge = answer }, SessionJson.Default.EncryptionChallenge);
    }

    /// <summary>The agent says that the session is open.</summary>
    /// <returns>What the session is; null when it can't be open yet.</returns>
    internal SessionFacts? Complete(ReadOnlySpan<byte> payload)
    {
        if (_kind is not { } kind || WantedKey is not null || (_encryption is not null && !_isChallengeAnswered)) return null;
        if (Parse(payload, SessionJson.Default.HandshakeComplete) is not { } complete) return null;
        var version = Printable.Text(_request!.AgentVersion);
        return new SessionFacts(
            sessionId,
            target,
            kind,
            version.Length > LongestVersion ? "" : version,
            _portType,
            complete.CustomerMessage ?? "");
    }

    /// <summary>A session whose agent shakes no hands: a shell without encryption.</summary>
    internal SessionFacts WithoutHandshake() => new(sessionId, target, SessionKind.Shell, "", null, "");

    /// <inheritdoc/>
    public void Dispose() => Cipher?.Dispose();

    private void ReadSessionType(ActionParameters? parameters)
    {
        _kind = parameters?.SessionType switch
        {
            "Standard_Stream" or "InteractiveCommands" => SessionKind.Shell,
            "NonInteractiveCommands" => SessionKind.Command,
            "Port" => SessionKind.Port,
            _ => null,
        };
        if (_kind == SessionKind.Port) _portType = PortType(parameters!.Properties);
    }

    private static string? PortType(JsonElement properties)
    {
        try
        {
            return properties.ValueKind == JsonValueKind.Object
                && properties.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                ? type.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair is no type.
        }
    }

    private Dictionary<string, string> EncryptionContext(ActionParameters encryption)
    {
        var context = new Dictionary<string, string> { ["aws:ssm:SessionId"] = sessionId, ["aws:ssm:TargetId"] = target };
        if (encryption.Challenge is { Length: > 0 } challenge) context.Add("aws:ssm:RandomChallenge", challenge);
        return context;
    }

    private ProcessedAction Processed(string action, DataKey? key) => action switch
    {
        SessionTypeAction when _kind is not null => new() { ActionType = action, ActionStatus = ActionStatus.Success },
        SessionTypeAction => new() { ActionType = action, ActionStatus = ActionStatus.Failed, Error = "The client does not know this type of session." },
        EncryptionAction when key is not null => new()
        {
            ActionType = action,
            ActionStatus = ActionStatus.Success,
            ActionResult = new EncryptionResult
            {
                KMSCipherTextKey = key.Ciphertext,
                KMSCipherTextHash = Digests.Sha256(key.Ciphertext),
                ChallengeAcknowledgement = _encryption!.Challenge is { Length: > 0 },
            },
        },
        _ => new() { ActionType = Printable.Text(action), ActionStatus = ActionStatus.Unsupported, Error = "The client does not know this action." },
    };

    private static T? Parse<T>(ReadOnlySpan<byte> payload, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(payload, type);
        }
        catch (JsonException)
        {
            return null; // The caller says what that means.
        }
    }
}
