using System.Buffers;
using Ec2KeyPair.Core.Sessions.Messages;

namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>
/// The data channel as a machine over bytes and time: fed with messages and ticks, asked for messages to send and
/// payloads to deliver. It knows no sockets, starts nothing and waits for nothing. Not thread-safe.
/// Time is what has passed since the machine was made.
/// </summary>
internal sealed class DataChannel : IDisposable
{
    private const int MostBadMessages = 1000;
    private readonly ChannelOptions _options;
    private readonly long _startMilliseconds;
    private readonly RoundTrip _roundTrip = new();
    private readonly SendWindow _sending;
    private readonly ReceiveWindow _receiving;
    private readonly SessionHandshake _handshake;
    private readonly AcknowledgementQueue _acknowledgements = new();
    private readonly Queue<Delivery> _deliveries = new();
    private readonly PathWatch _path = new();
    private readonly Publication _publication = new();
    private TimeSpan _handshakeProgress;
    private int _badMessages;
    private long _bytesSent;
    private long _bytesReceived;
    private int _attachments;

    /// <summary>Creates the machine.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="target">What StartSession was called for; part of the encryption context.</param>
    /// <param name="options">Limits.</param>
    /// <param name="utcNow">The date at time zero; frames carry dates.</param>
    internal DataChannel(string sessionId, string target, ChannelOptions options, DateTime utcNow)
    {
        _options = options;
        _startMilliseconds = new DateTimeOffset(utcNow, TimeSpan.Zero).ToUnixTimeMilliseconds();
        _sending = new SendWindow(_roundTrip);
        _receiving = new ReceiveWindow(options.ReorderFrames, options.ReorderBytes);
        _handshake = new SessionHandshake(sessionId, target, options.ClientVersion);
    }

    /// <summary>The version that agents go by.</summary>
    internal string ClientVersion => _options.ClientVersion;

    /// <summary>What the session is; null until it is open.</summary>
    internal SessionFacts? Facts { get; private set; }

    /// <summary>From when on the agent takes user data.</summary>
    internal TimeSpan ReadyAt { get; private set; }

    /// <summary>How the channel ended; null while it lives.</summary>
    internal SessionEnd? End { get; private set; }

    /// <summary>The data key to get; <see cref="SupplyKey"/> answers.</summary>
    internal DataKeyRequest? WantedKey => _handshake.WantedKey;

    /// <summary>More user data may be sent.</summary>
    internal bool HasRoom => _sending.Bytes < _options.SendWindowBytes;

    /// <summary>Everything sent has been acknowledged.</summary>
    internal bool IsFlushed => _sending.IsEmpty;

    /// <summary>Bytes of user data that one frame takes.</summary>
    internal int LargestPayload => Math.Max(1, _options.FramePayload - (_handshake.Cipher is null ? 0 : SessionCipher.Overhead));

    /// <summary>Time matters: <see cref="Tick"/> has something to look after.</summary>
    internal bool NeedsTicks => End is null && (Facts is null || _publication.IsPaused || !_sending.IsEmpty);

    internal SessionCounters Counters => new(
        _bytesSent, _bytesReceived, _sending.Resends, _receiving.Duplicates, Math.Max(0, _attachments - 1), _roundTrip.Smoothed);

    /// <summary>The socket is open and its first message sent.</summary>
    internal void Attach(TimeSpan now)
    {
        if (_attachments++ > 0) _path.BeMorePatient();
        _path.Received(now);
        _path.IsAttached = true;
        _publication.Start();
        _handshakeProgress = now;
        _sending.ForgetSocket(now);
    }

    /// <summary>The socket is gone: until the next one nothing can be sent and silence means nothing.</summary>
    internal void Detach() => _path.IsAttached = false;

    /// <summary>Takes a message of the remote side.</summary>
    internal void Receive(ReadOnlyMemory<byte> message, TimeSpan now)
    {
        if (End is not null) return;
        _path.Received(now);
        if (Frame.TryRead(message, out var frame) is { } fault)
        {
            // Unacknowledged, a damaged frame comes again. Only damaged ones come from something that is no agent.
            if (++_badMessages > MostBadMessages) Break($"{_badMessages} damaged frames, the last of them because {fault}");
            return;
        }

        switch (frame.Type)
        {
            case MessageType.OutputStreamData:
                _publication.Start();
                ReceiveStream(frame, now);
                break;
            case MessageType.Acknowledge:
                _publication.Start();
                if (Acknowledgement.TryReadSequence(frame.Payload.Span, out var sequence)) Acknowledged(sequence, now);
                break;
            case MessageType.ChannelClosed:
                Close(frame.Payload.Span);
                break;
            case MessageType.PausePublication:
                _publication.Pause(now);
                break;
            case MessageType.StartPublication:
                _publication.Start();
                break;
        }
    }

    /// <summary>The agent has asked for our part of the handshake; when it has that, it begins what was asked for.</summary>
    internal bool IsHandshakeBegun => _handshake.IsBegun;

    /// <summary>Sends one payload, of at most <see cref="LargestPayload"/> bytes where it is user data.</summary>
    internal void Send(PayloadType type, ReadOnlySpan<byte> payload, TimeSpan now)
    {
        var cipher = type == PayloadType.Output ? _handshake.Cipher : null;
        var length = Frame.Overhead + payload.Length + (cipher is null ? 0 : SessionCipher.Overhead);
        var frame = _sending.Add(length);
        var buffer = frame.Buffer.AsSpan(0, length);
        if (cipher is null) payload.CopyTo(buffer.Slice(Frame.Overhead));
        else cipher.Encrypt(payload, buffer.Slice(Frame.Overhead));
        Frame.WriteHeader(buffer, MessageType.InputStreamData, frame.Sequence, type, Created(now));
        if (type == PayloadType.Output) _bytesSent += payload.Length;
    }

    /// <summary>The wanted data key is there.</summary>
    internal void SupplyKey(DataKey key, TimeSpan now)
    {
        if (End is not null) return;
        _handshakeProgress = now;
        Send(PayloadType.HandshakeResponse, _handshake.Response(key), now);
    }

    /// <summary>Time has passed.</summary>
    internal void Tick(TimeSpan now)
    {
        if (End is not null) return;
        if (_publication.GivesUp(now)) HearAgain(now);
        if (Facts is null && WantedKey is null && now - _handshakeProgress >= _options.HandshakeTimeout)
        {
            Break($"the agent did not go on with the handshake for {_options.HandshakeTimeout.TotalSeconds:0} s");
        }

        if (!_publication.IsPaused && _path is { IsAttached: true, IsSuspended: false }) _sending.FindLost(now);
    }

    /// <summary>The remote side owes answers and has been silent for so long that the socket must be dead.</summary>
    internal bool IsPathDead(TimeSpan now) => End is null && !_publication.IsPaused && _path.IsDead(_sending.WaitingSince, now);

    /// <summary>The layer above has to take something first, so nothing is read: silence means nothing now.</summary>
    internal void SuspendReading() => _path.IsSuspended = true;

    /// <summary>Messages are read again.</summary>
    internal void ResumeReading(TimeSpan now)
    {
        _path.IsSuspended = false;
        HearAgain(now);
    }

    /// <summary>The next message to send; acknowledgements first.</summary>
    internal bool TryTake(TimeSpan now, out OutgoingMessage message)
    {
        if (_acknowledgements.TryTake(out message)) return true;
        if (End is not null || _publication.IsPaused || _sending.Take(now) is not { } frame) return false;
        message = new OutgoingMessage(frame, null, frame.Length);
        return true;
    }

    /// <summary>The transport is done with a message, sent or not.</summary>
    internal void Written(in OutgoingMessage message)
    {
        if (message.Numbered is { } frame) _sending.Written(frame);
        else message.Return();
    }

    /// <summary>The next payload for the layer above, which returns it before it feeds the next message.</summary>
    internal bool TryDeliver(out Delivery delivery)
    {
        delivery = default;
        if (_deliveries.Count == 0) return false;
        delivery = _deliveries.Dequeue();
        return true;
    }

    /// <summary>Ends the channel from this side.</summary>
    internal void Finish(SessionEnd end) => End ??= end;

    /// <inheritdoc/>
    public void Dispose()
    {
        _acknowledgements.Clear();
        while (TryDeliver(out var delivery)) delivery.Return();
        _sending.Clear();
        _receiving.Clear();
        _handshake.Dispose();
    }

    private void HearAgain(TimeSpan now)
    {
        _path.Received(now);
        _sending.RestartTimeouts(now);
    }

    private void Acknowledged(long sequence, TimeSpan now)
    {
        _sending.Acknowledge(sequence, now);
        _path.Progress();
        if (!_path.IsSuspended) _sending.FindLost(now);
    }

    private void ReceiveStream(in Frame frame, TimeSpan now)
    {
        var arrival = _receiving.Look(frame);
        if (arrival == Arrival.Refused) return;
        _acknowledgements.Add(frame, Created(now));
        if (arrival != Arrival.Due) return;
        Process(frame.PayloadType, frame.Payload, null, now);
        _receiving.Advance();
        while (End is null && _receiving.TryTake(out var early))
        {
            Process(early.Type, early.Bytes, early.Buffer, now);
            _receiving.Advance();
        }
    }

    private void Process(PayloadType type, ReadOnlyMemory<byte> payload, byte[]? pooled, TimeSpan now)
    {
        var isDelivered = type switch
        {
            PayloadType.Output or PayloadType.StdErr or PayloadType.ExitCode or PayloadType.Flag => Deliver(type, payload, pooled),
            _ => false,
        };
        if (isDelivered) return;
        HandshakeStep(type, payload.Span, now);
        if (pooled is not null) ArrayPool<byte>.Shared.Return(pooled, clearArray: true);
    }

    private bool Deliver(PayloadType type, ReadOnlyMemory<byte> payload, byte[]? pooled)
    {
        if (Facts is null)
        {
            if (_handshake.IsBegun)
            {
                Break("user data in the middle of the handshake");
                return false;
            }

            Facts = _handshake.WithoutHandshake();
        }

        if (type != PayloadType.Flag && _handshake.Cipher is { } cipher)
        {
            if (cipher.Decrypt(payload.Span, out var length) is not { } text)
            {
                Break("user data that was not encrypted with the session's key");
                return false;
            }

            if (pooled is not null) ArrayPool<byte>.Shared.Return(pooled);
            (payload, pooled) = (text.AsMemory(0, length), text);
        }

        if (type is PayloadType.Output or PayloadType.StdErr) _bytesReceived += payload.Length;
        _deliveries.Enqueue(new Delivery(type, payload, pooled));
        return true;
    }

    private void HandshakeStep(PayloadType type, ReadOnlySpan<byte> payload, TimeSpan now)
    {
        if (End is not null) return;
        _handshakeProgress = now;
        switch (type)
        {
            case PayloadType.HandshakeRequest when Facts is not null:
                Break("a handshake in the middle of the session");
                break;
            case PayloadType.HandshakeRequest when _handshake.Begin(payload) is { } fault:
                Break(fault);
                break;
            case PayloadType.HandshakeRequest when WantedKey is null:
                Send(PayloadType.HandshakeResponse, _handshake.Response(null), now);
                break;
            case PayloadType.EncChallengeRequest when Facts is not null:
                Break("a challenge in the middle of the session");
                break;
            case PayloadType.EncChallengeRequest when _handshake.AnswerChallenge(payload) is { } answer:
                Send(PayloadType.EncChallengeResponse, answer, now);
                break;
            case PayloadType.EncChallengeRequest:
                Break("a challenge that was not encrypted with the session's key");
                break;
            case PayloadType.HandshakeComplete when Facts is null:
                Open(payload, now);
                break;
        }
    }

    private void Open(ReadOnlySpan<byte> payload, TimeSpan now)
    {
        Facts = _handshake.Complete(payload);
        if (Facts is null)
        {
            Break("the end of a handshake that was not finished");
            return;
        }

        // The agent announces this a moment before it is so, and throws away what arrives in between
        // (session-protocol.md, section 3: some 0.3 ms). The way there and back is as good as waiting.
        var head = TimeSpan.FromMilliseconds(10) - (_roundTrip.Latest ?? TimeSpan.Zero);
        ReadyAt = head > TimeSpan.Zero ? now + head : now;
    }

    private void Close(ReadOnlySpan<byte> payload)
    {
        var reason = ChannelClosed.ReadReason(payload);
        Finish(reason.Length > 0
            ? new SessionEnd(SessionEndKind.ClosedWithError, reason)
            : _receiving.HasGap
                ? new SessionEnd(SessionEndKind.ConnectionLost, "The session was closed before all of its output had arrived.")
                : new SessionEnd(SessionEndKind.Closed, ""));
    }

    private void Break(string what) => Finish(new SessionEnd(SessionEndKind.ProtocolError, $"The remote side sent {what}."));

    private long Created(TimeSpan now) => _startMilliseconds + (long)now.TotalMilliseconds;
}
