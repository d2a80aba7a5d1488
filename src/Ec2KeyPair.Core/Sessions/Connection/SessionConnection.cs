using System.Diagnostics;
using System.Text.Json;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Channel;
using Ec2KeyPair.Core.Sessions.Messages;
using Ec2KeyPair.Core.Sessions.Transport;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Sessions.Connection;

/// <summary>
/// Runs a data channel over sockets and the clock: one loop receives, one sends, one keeps time, and when a socket
/// breaks the session is resumed on another. Every touch of the channel is under one lock, no wait is.
/// </summary>
internal sealed class SessionConnection : ISession
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(2);
    private readonly object _lock = new();
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopToken;
    private readonly TaskCompletionSource<bool> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Signal _toSend = new();
    private readonly Signal _room = new();
    private readonly Signal _ticking = new();
    private readonly ISessionApi _api;
    private readonly SessionGrant _grant;
    private readonly string _target;
    private readonly DataChannel _channel;
    private readonly SinkDelivery _delivery;
    private readonly SessionFarewell _farewell;
    private readonly ISessionObserver _observer;
    private readonly IClock _clock;
    private readonly SessionSocket _socket;
    private TaskCompletionSource<bool>? _flushed;
    private Task _running = Task.CompletedTask;
    private bool _isKeyWanted;
    private int _isDisposed;
    private int _isStopping;
    private Action? _abandonSocket;

    internal SessionConnection(
        ISessionApi api,
        SessionGrant grant,
        string target,
        DataChannel channel,
        ISessionSink sink,
        ISessionObserver observer,
        IMessageDialer dialer,
        IClock clock)
    {
        _stopToken = _stop.Token;
        _api = api;
        _grant = grant;
        _target = target;
        _channel = channel;
        _delivery = new SinkDelivery(_lock, channel, sink, () => Now, _stopped.Task);
        _farewell = new SessionFarewell(api, grant.SessionId, observer);
        _observer = observer;
        _clock = clock;
        _socket = new SessionSocket(api, grant, dialer, observer, clock) { ClientVersion = channel.ClientVersion };
    }

    public SessionFacts Facts => _channel.Facts!;

    public Task<SessionEnd> Ended => _ended.Task;

    public SessionCounters Counters
    {
        get
        {
            lock (_lock) return _channel.Counters;
        }
    }

    private TimeSpan Now => _time.Elapsed;

    /// <summary>Connects and waits until the session is open.</summary>
    internal async Task OpenAsync(CancellationToken cancel)
    {
        var transport = await _socket.OpenAsync(cancel).ConfigureAwait(false);
        _running = Task.WhenAll(Task.Run(() => RunAsync(transport), CancellationToken.None), Task.Run(TickAsync, CancellationToken.None));
        using (cancel.Register(() => _ = GiveUpAsync(cancel)))
        {
            await _opened.Task.ConfigureAwait(false);
        }

        var head = _channel.ReadyAt - Now;
        if (head > TimeSpan.Zero) await _clock.DelayAsync(head, CancellationToken.None).ConfigureAwait(false);
    }

    // The agent begins what was asked for when it has our part of the handshake, whether anybody waits for it or not: then
    // the caller needs the session, to end it.
    private async Task GiveUpAsync(CancellationToken cancel)
    {
        bool mayHaveBegun;
        lock (_lock) mayHaveBegun = _channel.IsHandshakeBegun;
        if (mayHaveBegun) await Task.WhenAny(_opened.Task, Task.Delay(HandshakePatience, CancellationToken.None)).ConfigureAwait(false);
        _opened.TrySetCanceled(cancel);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            while (!data.IsEmpty)
            {
                var hasRoom = false;
                lock (_lock)
                {
                    ThrowIfEnded();
                    for (; !data.IsEmpty && _channel.HasRoom; hasRoom = true)
                    {
                        var count = Math.Min(data.Length, _channel.LargestPayload);
                        _channel.Send(PayloadType.Output, data.Span.Slice(0, count), Now);
                        data = data.Slice(count);
                    }
                }

                if (hasRoom) WakeSenderAndTicks();
                if (!data.IsEmpty) await _room.WaitAsync(cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancel) => SendControl(
        PayloadType.Size,
        JsonSerializer.SerializeToUtf8Bytes(
            new SizePayload { Columns = size.Columns, Rows = size.Rows }, SessionJson.Default.SizePayload));

    public ValueTask SendAsync(SessionSignal signal, CancellationToken cancel) =>
        SendControl(PayloadType.Flag, [0, 0, 0, (byte)signal]);

    public async Task FlushAsync(CancellationToken cancel)
    {
        TaskCompletionSource<bool> flushed;
        lock (_lock)
        {
            if (_channel.End is not null || _channel.IsFlushed) return;
            flushed = _flushed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // Others may wait for the same: cancelling is this caller's alone.
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancel.Register(() => cancelled.TrySetCanceled(cancel)))
        {
            await (await Task.WhenAny(flushed.Task, cancelled.Task).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        // A session that the other side ended needs no farewell; any other one lives on without it.
        var isOverThere = _channel.End is { Kind: SessionEndKind.Closed or SessionEndKind.ClosedWithError or SessionEndKind.TimedOut };
        if (!isOverThere) await _farewell.SayAsync(TellAgentAsync).ConfigureAwait(false);
        Finish(new SessionEnd(SessionEndKind.Terminated, ""));
        await _running.ConfigureAwait(false);
        _ended.TrySetResult(_channel.End!);
        lock (_lock) _channel.Dispose();
        _stop.Dispose();
    }

    private Task TellAgentAsync()
    {
        lock (_lock)
        {
            if (_channel is not { End: null, Facts.Kind: SessionKind.Port }) return Task.CompletedTask;
            _channel.Send(PayloadType.Flag, [0, 0, 0, (byte)SessionSignal.TerminateSession], Now);
        }

        WakeSenderAndTicks();
        return FlushAsync(CancellationToken.None);
    }

    private async Task RunAsync(IMessageTransport? transport)
    {
        var end = new SessionEnd(SessionEndKind.ConnectionLost, "");
        try
        {
            while (transport is not null && !_stopToken.IsCancellationRequested)
            {
                await ServeAsync(transport).ConfigureAwait(false);
                if (_channel.End is not null || _stopToken.IsCancellationRequested) break;
                (transport, end) = await _socket.ResumeAsync(_stopToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopToken.IsCancellationRequested)
        {
            end = new SessionEnd(SessionEndKind.Terminated, "");
        }
        catch (Exception e)
        {
            // A sink that throws, or a defect here: the session ends with it, and says so.
            end = new SessionEnd(
                e is Ec2KeyPairException { Condition: ErrorCondition.SessionProtocolError }
                    ? SessionEndKind.ProtocolError
                    : SessionEndKind.ConnectionLost,
                e is SinkFailedException ? e.InnerException!.Message : e.Message);
        }

        Finish(end);
        _opened.TrySetException(SessionErrors.NotOpened(_grant.SessionId, _target, _channel.End!));
        _ended.TrySetResult(_channel.End!);
    }

    // One socket, from its first frame to its end.
    private async Task ServeAsync(IMessageTransport transport)
    {
        using (transport)
        using (var broken = CancellationTokenSource.CreateLinkedTokenSource(_stopToken))
        {
            lock (_lock)
            {
                _channel.Attach(Now);
                _abandonSocket = transport.Dispose;
            }

            _ticking.Set();
            _toSend.Set();
            var sending = SendAllAsync(transport, broken);
            try
            {
                await ReceiveAllAsync(transport, broken.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException || (e is OperationCanceledException && broken.IsCancellationRequested))
            {
                _observer.Note($"Session {_grant.SessionId}: {e.Message}");
            }
            finally
            {
                Detach();
                broken.Cancel();
                await sending.ConfigureAwait(false);
            }
        }
    }

    private Action? Detach()
    {
        lock (_lock)
        {
            _channel.Detach();
            var abandon = _abandonSocket;
            _abandonSocket = null;
            return abandon;
        }
    }

    private async Task ReceiveAllAsync(IMessageTransport transport, CancellationToken cancel)
    {
        var buffer = new byte[Frame.Largest];
        while (true)
        {
            var length = await transport.ReceiveAsync(buffer, cancel).ConfigureAwait(false);
            if (length < 0) throw new IOException("the service closed the connection");
            lock (_lock) _channel.Receive(buffer.AsMemory(0, length), Now);
            AfterReceive();
            await _delivery.RunAsync().ConfigureAwait(false);
            if (_channel.End is not null) return;
        }
    }

    private void AfterReceive()
    {
        bool hasRoom;
        DataKeyRequest? wanted = null;
        TaskCompletionSource<bool>? flushed = null;
        lock (_lock)
        {
            hasRoom = _channel.HasRoom;
            if (_channel.IsFlushed) (flushed, _flushed) = (_flushed, null);
            if (_channel.WantedKey is { } request && !_isKeyWanted)
            {
                _isKeyWanted = true;
                wanted = request;
            }
        }

        _toSend.Set();
        if (hasRoom) _room.Set();
        flushed?.TrySetResult(true);
        if (wanted is not null) _ = Task.Run(() => SupplyKeyAsync(wanted));
        if (_channel.Facts is not null) _opened.TrySetResult(true);
    }

    private async Task SendAllAsync(IMessageTransport transport, CancellationTokenSource broken)
    {
        try
        {
            while (true)
            {
                while (TryTake(out var message))
                {
                    try
                    {
                        await transport.SendAsync(message.Bytes, broken.Token).ConfigureAwait(false);
                    }
                    finally
                    {
                        lock (_lock) _channel.Written(message);
                    }
                }

                await _toSend.WaitAsync(broken.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The receiver says why.
        }
        finally
        {
            // Without a sender the receiver would wait for ever.
            transport.Dispose();
        }
    }

    private bool TryTake(out OutgoingMessage message)
    {
        lock (_lock) return _channel.TryTake(Now, out message);
    }

    // Ticks only while something is due, so an idle session costs no processor.
    private async Task TickAsync()
    {
        try
        {
            while (!_stopToken.IsCancellationRequested)
            {
                bool isNeeded, isDead;
                lock (_lock)
                {
                    _channel.Tick(Now);
                    isNeeded = _channel.NeedsTicks;
                    isDead = _channel.IsPathDead(Now);
                }

                if (isDead) _observer.Note($"Session {_grant.SessionId}: the connection is silent, it is made anew.");
                if (isDead) Detach()?.Invoke();
                if (_channel.End is { } end) Finish(end);
                _toSend.Set();
                if (isNeeded) await Task.Delay(TickInterval, _stopToken).ConfigureAwait(false);
                else await _ticking.WaitAsync(_stopToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopToken.IsCancellationRequested)
        {
            // The session has ended.
        }
    }

    private async Task SupplyKeyAsync(DataKeyRequest request)
    {
        try
        {
            using var key = await _api.GenerateDataKeyAsync(request, _stopToken).ConfigureAwait(false);
            lock (_lock) _channel.SupplyKey(key, Now);
            WakeSenderAndTicks();
        }
        catch (Exception e)
        {
            var end = new SessionEnd(SessionEndKind.Terminated, "The session's key could not be had.");
            _opened.TrySetException(e as Ec2KeyPairException ?? SessionErrors.NotOpened(_grant.SessionId, _target, end));
            Finish(end);
        }
    }

    private ValueTask SendControl(PayloadType type, byte[] payload)
    {
        lock (_lock)
        {
            ThrowIfEnded();
            _channel.Send(type, payload, Now);
        }

        WakeSenderAndTicks();
        return default;
    }

    private void WakeSenderAndTicks()
    {
        _toSend.Set();
        _ticking.Set();
    }

    private void ThrowIfEnded()
    {
        if (_channel.End is { } end)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.SessionEnded,
                end.Reason.Length > 0 ? $"Session {_grant.SessionId} has ended: {end.Reason}" : $"Session {_grant.SessionId} has ended.",
                _target);
        }
    }

    private void Finish(SessionEnd end)
    {
        TaskCompletionSource<bool>? flushed;
        lock (_lock)
        {
            _channel.Finish(end);
            (flushed, _flushed) = (_flushed, null);
        }

        flushed?.TrySetResult(true);
        _room.Set();
        _stopped.TrySetResult(true);
        if (Interlocked.Exchange(ref _isStopping, 1) == 0) _stop.Cancel();
    }
}
