using Ec2KeyPair.Core.Sessions.Terminal;

namespace Ec2KeyPair.Core.Sessions.Shell;

/// <summary>Output on its way to the terminal: held until the terminal is attached, dropped once the user has left.</summary>
/// <remarks>
/// The remote side may write before the terminal is raw and the account's message is shown, and a session without a
/// handshake opens by its first output: so that one is kept, not waited with, up to a limit.
/// </remarks>
internal sealed class ShellOutput(ITerminal terminal)
{
    private const int MostHeld = 1024 * 1024;
    private readonly object _lock = new();
    private readonly TaskCompletionSource<bool> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<byte[]> _held = new();
    private int _heldBytes;
    private bool _isOpen;
    private volatile bool _isClosed;

    /// <summary>Fails with what the terminal failed with; never ends otherwise.</summary>
    internal Task Failed => _failed.Task;

    internal async ValueTask WriteAsync(ReadOnlyMemory<byte> data)
    {
        if (Hold(data)) return;
        await _open.Task.ConfigureAwait(false);
        if (_isClosed) return;
        try
        {
            await terminal.WriteAsync(data).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _failed.TrySetException(e);
            throw;
        }
    }

    /// <summary>Writes what was held, and from then on what comes.</summary>
    internal async Task OpenAsync()
    {
        while (NextHeld() is { } data) await terminal.WriteAsync(data).ConfigureAwait(false);
        _open.TrySetResult(true);
    }

    /// <summary>Drops what comes from now on: the terminal is the local shell's again.</summary>
    internal void Close()
    {
        _isClosed = true;
        _ = _failed.Task.Exception; // Seen, or of no interest any more.
        _open.TrySetResult(true);
    }

    private bool Hold(ReadOnlyMemory<byte> data)
    {
        lock (_lock)
        {
            if (_isClosed) return true;
            if (_isOpen || _heldBytes + data.Length > MostHeld) return false;
            _heldBytes += data.Length;
            _held.Enqueue(data.ToArray());
            return true;
        }
    }

    private byte[]? NextHeld()
    {
        lock (_lock)
        {
            if (!_isClosed && _held.Count > 0) return _held.Dequeue();
            _isOpen = true;
            return null;
        }
    }
}
