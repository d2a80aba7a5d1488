namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>
/// The frames that are not acknowledged yet. One counts as lost when a frame that was sent well after it has been
/// acknowledged (RACK, RFC 8985: acknowledgements are individual here), or when the time-out is over.
/// </summary>
internal sealed class SendWindow
{
    private static readonly TimeSpan LeastReordering = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LeastResendInterval = TimeSpan.FromMilliseconds(20);
    private const int MostSpareBytes = 8 * 1024 * 1024;
    private readonly Dictionary<long, StreamFrame> _frames = [];
    private readonly Queue<StreamFrame> _unsent = new();
    private readonly Queue<StreamFrame> _again = new();
    private readonly Stack<StreamFrame> _spare = new();
    private readonly RoundTrip _roundTrip;
    private StreamFrame? _sentFirst;
    private StreamFrame? _sentLast;
    private TimeSpan _latestAcknowledgedSending = TimeSpan.MinValue;
    private TimeSpan _latestProgress;
    private TimeSpan _waitingFrom;
    private int _spareBytes;
    private long _nextSequence;

    internal SendWindow(RoundTrip roundTrip) => _roundTrip = roundTrip;

    /// <summary>Bytes that are not acknowledged, sent or not.</summary>
    internal long Bytes { get; private set; }

    internal bool IsEmpty => _frames.Count == 0;

    /// <summary>Since when the remote side owes an acknowledgement and has given none; null when it owes nothing.</summary>
    internal TimeSpan? WaitingSince => _sentFirst is null ? null : Longer(_latestProgress, _waitingFrom);

    internal long Resends { get; private set; }

    /// <summary>A frame of this size with the next number; it has to be filled before anything else is asked of the window.</summary>
    internal StreamFrame Add(int length)
    {
        var frame = _spare.Count > 0 ? _spare.Pop() : new StreamFrame();
        _spareBytes -= frame.Buffer.Length;
        frame.Rent(length, _nextSequence++);
        _frames.Add(frame.Sequence, frame);
        Bytes += length;
        frame.IsQueued = true;
        _unsent.Enqueue(frame);
        return frame;
    }

    /// <summary>The next frame to send, lost ones first; null when there is none.</summary>
    internal StreamFrame? Take(TimeSpan now)
    {
        while (_again.Count > 0)
        {
            var lost = _again.Dequeue();
            lost.IsQueued = false;
            if (lost.IsAcknowledged)
            {
                Recycle(lost);
                continue;
            }

            Resends++;
            return Sending(lost, now);
        }

        if (_unsent.Count == 0) return null;
        var frame = _unsent.Dequeue();
        frame.IsQueued = false;
        return Sending(frame, now);
    }

    /// <summary>The transport has taken the frame.</summary>
    internal void Written(StreamFrame frame)
    {
        frame.IsBeingWritten = false;
        if (frame.IsAcknowledged) Recycle(frame);
    }

    /// <summary>The remote side has this frame.</summary>
    internal void Acknowledge(long sequence, TimeSpan now)
    {
        if (!_frames.TryGetValue(sequence, out var frame) || frame.Sends == 0) return;
        _frames.Remove(sequence);
        Bytes -= frame.Length;
        frame.IsAcknowledged = true;
        Unlink(frame);
        _latestProgress = now;
        _roundTrip.Progress();
        // Of a frame that was sent twice nobody knows which sending arrived; the latest one surely not before its time
        // (RFC 8985, section 6.2, step 2). After a reconnect every frame has been sent twice.
        var age = now - frame.LastSent;
        if (frame.Sends == 1) _roundTrip.Sample(age);
        if ((frame.Sends == 1 || age >= _roundTrip.Shortest) && frame.LastSent > _latestAcknowledgedSending)
        {
            _latestAcknowledgedSending = frame.LastSent;
        }

        Recycle(frame);
    }

    /// <summary>Queues what counts as lost at this moment.</summary>
    internal void FindLost(TimeSpan now)
    {
        var reordering = Longer(TimeSpan.FromTicks(_roundTrip.Smoothed.Ticks / 4), LeastReordering);
        var interval = Longer(_roundTrip.Smoothed, LeastResendInterval);
        for (var frame = _sentFirst; frame is not null && frame.LastSent + reordering < _latestAcknowledgedSending;)
        {
            var later = frame.Later;
            // Refused by silence (the remote port is not ready) looks like lost: hence ever longer intervals.
            var patience = TimeSpan.FromTicks(interval.Ticks << Math.Min(frame.Sends - 1, 4));
            if (now - frame.LastSent >= patience) SendAgain(frame);
            frame = later;
        }

        if (_again.Count > 0 || _sentFirst is not { IsBeingWritten: false } oldest) return;
        if (now - oldest.LastSent < _roundTrip.Timeout || now - _latestProgress < _roundTrip.Timeout) return;
        _roundTrip.TimedOut();
        SendAgain(oldest);
    }

    /// <summary>Acknowledgements could not be read for a while: time-outs count from now.</summary>
    internal void RestartTimeouts(TimeSpan now) => _latestProgress = now;

    /// <summary>The socket is gone, and what it carried may be too.</summary>
    internal void ForgetSocket(TimeSpan now)
    {
        _latestProgress = now;
        foreach (var frame in _frames.Values.Where(frame => frame is { Sends: > 0, IsQueued: false }).OrderBy(frame => frame.Sequence))
        {
            SendAgain(frame);
        }
    }

    /// <summary>Gives every buffer back that nobody is reading.</summary>
    internal void Clear()
    {
        foreach (var frame in _frames.Values.Where(frame => !frame.IsBeingWritten)) frame.Return();
        while (_spare.Count > 0) _spare.Pop().Return();
        _frames.Clear();
        _again.Clear();
        _unsent.Clear();
        _sentFirst = _sentLast = null;
        Bytes = 0;
    }

    private StreamFrame Sending(StreamFrame frame, TimeSpan now)
    {
        // A lone frame that is sent again and again still waits since its first sending.
        if (_sentLast is null && frame.Sends == 0) _waitingFrom = now;
        frame.LastSent = now;
        frame.Sends++;
        frame.IsBeingWritten = true;
        frame.Earlier = _sentLast;
        frame.Later = null;
        if (_sentLast is null)
        {
            _sentFirst = frame;
        }
        else
        {
            _sentLast.Later = frame;
        }

        _sentLast = frame;
        return frame;
    }

    private void SendAgain(StreamFrame frame)
    {
        Unlink(frame);
        frame.IsQueued = true;
        _again.Enqueue(frame);
    }

    private void Unlink(StreamFrame frame)
    {
        if (frame.IsQueued) return;
        if (frame.Earlier is null) _sentFirst = frame.Later;
        else frame.Earlier.Later = frame.Later;
        if (frame.Later is null) _sentLast = frame.Earlier;
        else frame.Later.Earlier = frame.Earlier;
        frame.Earlier = frame.Later = null;
    }

    private void Recycle(StreamFrame frame)
    {
        if (frame.IsBeingWritten || frame.IsQueued) return;
        // The shared pool keeps few buffers of a size; a full window has thousands.
        if (_spareBytes < MostSpareBytes)
        {
            frame.Clear();
            _spareBytes += frame.Buffer.Length;
            _spare.Push(frame);
        }
        else
        {
            frame.Return();
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
