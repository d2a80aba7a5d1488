using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Ec2KeyPair.AwsEndpoint.Gateway;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>The agent's side of one session: handshake, encryption, and the work that the document asks for.</summary>
internal sealed class Agent : IAsyncDisposable
{
    private const int KeptInput = 64 * 1024;
    private static readonly TimeSpan ResendLook = TimeSpan.FromMilliseconds(100);
    private readonly PlayedSession _session;
    private readonly SessionDocument _document;
    private readonly AgentChannel _channel;
    private readonly Channel<WireFrame> _received = Channel.CreateBounded<WireFrame>(256);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _proved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _input = new();
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(64);
    private readonly string _challenge = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
    private readonly IAgentWork _work;
    private AgentCipher? _cipher;
    private volatile bool _isOpen;

    internal Agent(PlayedSession session, SessionDocument document, Func<byte[], bool, ValueTask> send)
    {
        _session = session;
        _document = document;
        _channel = new AgentChannel(session, send);
        _work = AgentWorks.Create(this, session, document);
    }

    internal (int Columns, int Rows)? TerminalSize { get; set; }

    internal long Duplicates => _channel.Duplicates;

    internal bool IsFlushed => _channel.IsFlushed;

    internal byte[] Input
    {
        get
        {
            lock (_input) return _input.ToArray();
        }
    }

    private bool IsEncrypted => _session.Settings.KmsKeyId is not null && _document.SessionType != "Port";

    internal void Pause(bool isPaused) => _channel.Pause(isPaused);

    internal bool IsPaused => _channel.IsPaused;

    /// <summary>A frame of the client. What can't be taken now waits, and with it the client's socket.</summary>
    internal ValueTask ReceiveAsync(byte[] bytes)
    {
        var frame = WireFrame.Read(bytes, out var violation);
        if (violation is not null) _session.Violate(violation);
        if (frame is null) return ValueTask.CompletedTask;
        if (frame.Type == "acknowledge")
        {
            _channel.Acknowledged(frame);
            return ValueTask.CompletedTask;
        }

        return frame.Type == "input_stream_data" ? _received.Writer.WriteAsync(frame) : ValueTask.CompletedTask;
    }

    /// <summary>Sends output, in frames of the agreed size, encrypted where that is agreed.</summary>
    internal async ValueTask SendAsync(uint type, ReadOnlyMemory<byte> data)
    {
        var settings = _session.Settings;
        do
        {
            var piece = data[..Math.Min(data.Length, settings.FramePayload)];
            data = data[piece.Length..];
            var isSecret = _cipher is not null && type is Payload.Output or Payload.StdErr or Payload.ExitCode;
            await _channel.SendAsync(type, isSecret && _cipher is not null ? _cipher.Encrypt(piece.Span) : piece);
            if (settings.Pace > TimeSpan.Zero) await Task.Delay(settings.Pace);
        }
        while (!data.IsEmpty);
    }

    internal async Task RunAsync(CancellationToken cancel)
    {
        var receiving = ReceiveAllAsync(cancel);
        var resending = ResendAllAsync(cancel);
        string error;
        try
        {
            if (_document.SessionType != "Standard_Stream" || IsEncrypted) await ShakeHandsAsync(cancel);
            _isOpen = true;
            error = await _work.RunAsync(cancel);
        }
        catch (TimeoutException)
        {
            error = "Handshake timed out. Please ensure that you have the latest version of the session manager plugin.";
        }
        catch (HandshakeException e)
        {
            error = e.Message;
        }

        // What was said last is to arrive.
        for (var patience = 0; patience < 600 && !_channel.IsFlushed; patience++) await Task.Delay(50, cancel);
        await _session.CloseAsync(error);
        await Task.WhenAll(receiving, resending);
    }

    public async ValueTask DisposeAsync()
    {
        await _work.DisposeAsync();
        _cipher?.Dispose();
        await _input.DisposeAsync();
    }

    private async Task ShakeHandsAsync(CancellationToken cancel)
    {
        var actions = new JsonArray(new JsonObject
        {
            ["ActionType"] = "SessionType",
            ["ActionParameters"] = new JsonObject { ["SessionType"] = _document.SessionType, ["Properties"] = _document.Properties?.DeepClone() },
        });
        if (IsEncrypted)
        {
            var parameters = new JsonObject { ["KMSKeyId"] = _session.Settings.KmsKeyId };
            if (_session.Settings.RequiresChallenge) parameters["Challenge"] = _challenge;
            actions.Add(new JsonObject { ["ActionType"] = "KMSEncryption", ["ActionParameters"] = parameters });
        }

        await SendJsonAsync(Payload.HandshakeRequest, new JsonObject { ["AgentVersion"] = _session.Settings.AgentVersion, ["RequestedClientActions"] = actions });
        await _answered.Task.WaitAsync(_session.Settings.HandshakeTimeout, cancel);
        if (_cipher is not null)
        {
            await SendJsonAsync(Payload.ChallengeRequest, new JsonObject { ["Challenge"] = Convert.ToBase64String(_cipher.Encrypt(_secret)) });
            await _proved.Task.WaitAsync(_session.Settings.HandshakeTimeout, cancel);
        }

        await SendJsonAsync(Payload.HandshakeComplete, new JsonObject { ["HandshakeTimeToComplete"] = 1_000_000, ["CustomerMessage"] = _session.Settings.CustomerMessage });
    }

    private ValueTask SendJsonAsync(uint type, JsonObject payload) => _channel.SendAsync(type, Encoding.UTF8.GetBytes(payload.ToJsonString()));

    private async Task ReceiveAllAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (var frame in _received.Reader.ReadAllAsync(cancel)) await _channel.TakeAsync(frame, TakeAsync);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The endpoint ends.
        }
    }

    private async Task ResendAllAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await Task.Delay(ResendLook, cancel);
                await _channel.ResendAsync();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The endpoint ends.
        }
    }

    private ValueTask<bool> TakeAsync(WireFrame frame)
    {
        switch (frame.PayloadType)
        {
            case Payload.HandshakeResponse:
                Answer(frame.Payload);
                return new(true);
            case Payload.ChallengeResponse:
                Prove(frame.Payload);
                return new(true);
            case Payload.Size:
                ReadSize(frame.Payload);
                return new(true);
        }

        if (!_isOpen)
        {
            // As the real agent: acknowledged and thrown away.
            _session.Violate("user data before the session was open");
            return new(true);
        }

        return TakeDataAsync(frame);
    }

    private ValueTask<bool> TakeDataAsync(WireFrame frame)
    {
        var payload = frame.Payload;
        if (frame.PayloadType == Payload.Output)
        {
            if (payload.IsEmpty) _session.Violate("an empty payload");
            if (_cipher is not null) payload = _cipher.Decrypt(payload.Span);
            lock (_input)
            {
                if (_input.Length < KeptInput) _input.Write(payload.Span[..(int)Math.Min(payload.Length, KeptInput - _input.Length)]);
            }
        }

        return _work.TakeAsync(frame.PayloadType, payload);
    }

    private void ReadSize(ReadOnlyMemory<byte> payload)
    {
        var size = JsonNode.Parse(payload.Span);
        TerminalSize = ((int?)size?["cols"] ?? 0, (int?)size?["rows"] ?? 0);
        if (TerminalSize is not ( > 0, > 0)) _session.Violate("a size that is none");
        if (_work is ITerminalWork terminal) terminal.Resize(TerminalSize.Value.Columns, TerminalSize.Value.Rows);
    }

    private void Answer(ReadOnlyMemory<byte> payload)
    {
        try
        {
            var response = JsonNode.Parse(payload.Span) as JsonObject ?? throw new HandshakeException("no object");
            if (string.IsNullOrEmpty((string?)response["ClientVersion"])) throw new HandshakeException("no ClientVersion");
            foreach (var action in (response["ProcessedClientActions"] as JsonArray ?? []).OfType<JsonObject>())
            {
                if ((int?)action["ActionStatus"] != 1)
                {
                    throw new HandshakeException($"Failed to process action {action["ActionType"]}: {action["Error"]}");
                }

                if ((string?)action["ActionType"] == "KMSEncryption") _cipher = Unwrap(action["ActionResult"] as JsonObject);
            }

            if (IsEncrypted && _cipher is null) throw new HandshakeException("KMSEncryption was not answered.");
            _answered.TrySetResult();
        }
        catch (Exception e) when (e is HandshakeException or JsonException or InvalidOperationException or FormatException)
        {
            _answered.TrySetException(new HandshakeException("Handshake failed: " + e.Message));
        }
    }

    private AgentCipher Unwrap(JsonObject? result)
    {
        var context = new Dictionary<string, string> { ["aws:ssm:SessionId"] = _session.Id, ["aws:ssm:TargetId"] = _session.Target.Id };
        if ((bool?)result?["ChallengeAcknowledgement"] == true) context["aws:ssm:RandomChallenge"] = _challenge;
        else if (_session.Settings.RequiresChallenge) throw new HandshakeException("The challenge was not acknowledged.");
        var blob = Convert.FromBase64String((string?)result?["KMSCipherTextKey"] ?? "");
        return new AgentCipher(
            _session.Target.Region.DataKeys.Decrypt(blob, context) ?? throw new HandshakeException("KMS Decrypt: InvalidCiphertextException"));
    }

    private void Prove(ReadOnlyMemory<byte> payload)
    {
        try
        {
            var answer = Convert.FromBase64String((string?)JsonNode.Parse(payload.Span)?["Challenge"] ?? "");
            if (!_cipher!.Decrypt(answer).AsSpan().SequenceEqual(_secret)) throw new HandshakeException("Encryption challenge does not match.");
            _proved.TrySetResult();
        }
        catch (Exception e) when (e is HandshakeException or CryptographicException or FormatException or JsonException)
        {
            _proved.TrySetException(new HandshakeException("Encryption challenge failed: " + e.Message));
        }
    }
}

/// <summary>Why the agent cancels a session in its handshake.</summary>
internal sealed class HandshakeException(string message) : Exception(message);

/// <summary>Work with a terminal.</summary>
internal interface ITerminalWork
{
    void Resize(int columns, int rows);
}
