using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Gateway;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>
/// The agent's numbering, acknowledging and resending, as amazon-ssm-agent 3.3 does it: the oldest unacknowledged frame
/// only, looked at every 100 ms; duplicates are acknowledged again; a client's numbers may not have been used before for
/// other bytes.
/// </summary>
internal sealed class AgentChannel(PlayedSession session, Func<byte[], bool, ValueTask> send)
{
    private const int LargestBuffer = 100_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, WireFrame> _early = [];
    private readonly Dictionary<long, (byte[] Frame, long SentAt)> _unacknowledged = [];
    private long _expected;
    private long _next;
    private long _oldest;
    private bool _isPaused;
    private double _srtt = 100, _rttvar, _rto = 200;

    internal long Duplicates { get; private set; }

    internal bool IsFlushed
    {
        get
        {
            lock (_gate) return _unacknowledged.Count == 0;
        }
    }

    internal bool IsPaused => _isPaused;

    /// <summary>Sends a payload with the next number.</summary>
    internal async ValueTask SendAsync(uint type, ReadOnlyMemory<byte> payload)
    {
        byte[] frame;
        lock (_gate)
        {
            frame = WireFrame.Write("output_stream_data", _next, _next == 0 ? 1UL : 0UL, type, payload.Span);
            if (_unacknowledged.Count < LargestBuffer) _unacknowledged.Add(_next, (frame, Stopwatch.GetTimestamp()));
            _next++;
            if (_isPaused) return; // The resend timer sends it later.
        }

        await send(frame, false);
    }

    /// <summary>The oldest frame, when its time is over.</summary>
    internal async Task ResendAsync()
    {
        byte[]? lost = null;
        lock (_gate)
        {
            if (_isPaused || _unacknowledged.Count == 0) return;
            while (!_unacknowledged.ContainsKey(_oldest)) _oldest++;
            var (frame, sentAt) = _unacknowledged[_oldest];
            if (Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds > _rto)
            {
                lost = frame;
                _unacknowledged[_oldest] = (frame, Stopwatch.GetTimestamp());
            }
        }

        if (lost is not null) await send(lost, false);
    }

    internal void Pause(bool isPaused)
    {
        lock (_gate) _isPaused = isPaused;
    }

    internal void Acknowledged(WireFrame frame)
    {
        var ack = JsonNode.Parse(frame.Payload.Span) as JsonObject;
        if ((string?)ack?["AcknowledgedMessageType"] != "output_stream_data" || (bool?)ack["IsSequentialMessage"] is null
            || !Guid.TryParse((string?)ack["AcknowledgedMessageId"], out _))
        {
            session.Violate("an acknowledgement without type, id or flag");
            return;
        }

        lock (_gate)
        {
            _isPaused = false;
            var sequence = (long?)ack["AcknowledgedMessageSequenceNumber"] ?? -1;
            if (sequence < 0 || sequence >= _next) session.Violate($"an acknowledgement of {sequence}, which was never sent");
            if (!_unacknowledged.Remove(sequence, out var known)) return;
            var r = Stopwatch.GetElapsedTime(known.SentAt).TotalMilliseconds;
            _rttvar = 0.75 * _rttvar + 0.25 * Math.Abs(_srtt - r);
            _srtt = 0.875 * _srtt + 0.125 * r;
            _rto = Math.Min(1000, _srtt + Math.Max(10, 4 * _rttvar));
        }
    }

    /// <summary>Takes a numbered frame; hands those that are due to the taker, who may refuse by false.</summary>
    internal async ValueTask TakeAsync(WireFrame frame, Func<WireFrame, ValueTask<bool>> take)
    {
        _isPaused = false;
        if (frame.Sequence < _expected)
        {
            Duplicates++;
            await AcknowledgeAsync(frame);
            return;
        }

        if (frame.Sequence > _expected)
        {
            if (_early.Count >= LargestBuffer) return;
            if (!_early.TryAdd(frame.Sequence, frame))
            {
                Duplicates++;
                if (!_early[frame.Sequence].Payload.Span.SequenceEqual(frame.Payload.Span)) session.Violate($"number {frame.Sequence} used twice");
            }

            await AcknowledgeAsync(frame);
            return;
        }

        if (!await take(frame)) return;
        await AcknowledgeAsync(frame);
        _expected++;
        while (_early.Remove(_expected, out var early))
        {
            if (!await take(early))
            {
                _early.Add(_expected, early);
                return;
            }

            _expected++;
        }
    }

    private ValueTask AcknowledgeAsync(WireFrame frame)
    {
        var text = $"{{\"AcknowledgedMessageType\":\"{frame.Type}\",\"AcknowledgedMessageId\":\"{frame.Id}\","
            + $"\"AcknowledgedMessageSequenceNumber\":{frame.Sequence},\"IsSequentialMessage\":true}}";
        return send(WireFrame.Write("acknowledge", 0, 3, 0, Encoding.UTF8.GetBytes(text)), true);
    }
}
