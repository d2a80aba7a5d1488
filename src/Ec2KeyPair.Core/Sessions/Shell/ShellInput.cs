namespace Ec2KeyPair.Core.Sessions.Shell;

/// <summary>
/// What waits to be sent: keys in order, and the newest size. Keys are read on while the remote side takes nothing, so
/// that the user can still leave; only what no hand types, a paste of a megabyte, holds the reader.
/// </summary>
internal sealed class ShellInput(int limit = ShellInput.UsualLimit)
{
    internal const int UsualLimit = 1024 * 1024;
    private readonly object _lock = new();
    private readonly Signal _arrived = new();
    private readonly Signal _taken = new();
    private List<byte> _keys = [];
    private TerminalSize? _size;
    private TerminalSize? _sizeBefore;

    /// <summary>Has a size sent, in place of one that waits still; the same one only once.</summary>
    internal void Resize(TerminalSize size)
    {
        lock (_lock)
        {
            _size = size == _sizeBefore ? null : size;
        }

        _arrived.Set();
    }

    /// <summary>Has keys sent; waits while too many do.</summary>
    internal async ValueTask AddAsync(List<byte> keys, CancellationToken cancel)
    {
        lock (_lock) _keys.AddRange(keys);
        _arrived.Set();
        while (IsFull) await _taken.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Everything that waits, once there is something.</summary>
    internal async ValueTask<(TerminalSize? Size, byte[] Keys)> TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            await _arrived.WaitAsync(cancel).ConfigureAwait(false);
            lock (_lock)
            {
                var (size, keys) = (_size, _keys.ToArray());
                if (size is null && keys.Length == 0) continue;
                _sizeBefore = size ?? _sizeBefore;
                _size = null;
                _keys = [];
                _taken.Set();
                return (size, keys);
            }
        }
    }

    private bool IsFull
    {
        get
        {
            lock (_lock) return _keys.Count >= limit;
        }
    }
}
