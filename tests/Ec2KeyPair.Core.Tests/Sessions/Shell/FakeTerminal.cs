using System.Text;
using System.Threading.Channels;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Terminal;

namespace Ec2KeyPair.Core.Tests.Sessions.Shell;

internal sealed class FakeTerminal : ITerminal
{
    private readonly Channel<byte[]> _typed = System.Threading.Channels.Channel.CreateUnbounded<byte[]>();
    private readonly Progress _progress = new();
    private readonly List<byte> _written = [];
    private byte[] _left = [];
    private int _raws;

    public event EventHandler? SizeChanged;

    public bool IsInteractive { get; set; } = true;

    public TerminalSize Size { get; private set; } = new(80, 24);

    internal bool IsRaw => _progress.Look(() => _raws == 1);

    internal bool WasRaw { get; private set; }

    internal bool IsReading { get; private set; }

    internal bool IsWatched => SizeChanged is not null;

    /// <summary>Called with what is about to be written.</summary>
    internal Func<byte[], Task>? Writing { get; set; }

    internal Exception? ReadFailure { get; set; }

    internal byte[] Written => _progress.Look(() => _written.ToArray());

    internal string Text => Encoding.UTF8.GetString(Written);

    internal Task WaitForTextAsync(string text) => _progress.WaitAsync(() => Encoding.UTF8.GetString([.. _written]).Contains(text, StringComparison.Ordinal));

    internal Task WaitForRawAsync() => _progress.WaitAsync(() => _raws == 1);

    internal void Type(string keys) => Type(Encoding.UTF8.GetBytes(keys));

    internal void Type(byte[] keys) => Assert.True(_typed.Writer.TryWrite(keys));

    internal void HangUp() => _typed.Writer.Complete();

    internal void Resize(int columns, int rows)
    {
        Size = new(columns, rows);
        SizeChanged?.Invoke(this, EventArgs.Empty);
    }

    public IDisposable EnterRaw()
    {
        _progress.Change(() => _raws++);
        WasRaw = true;
        return new Raw(this);
    }

    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        Assert.False(IsReading);
        IsReading = true;
        try
        {
            if (ReadFailure is not null) throw ReadFailure;
            if (_left.Length == 0)
            {
                if (!await _typed.Reader.WaitToReadAsync(cancel)) return 0;
                Assert.True(_typed.Reader.TryRead(out _left!));
            }

            var count = Math.Min(buffer.Length, _left.Length);
            _left.AsSpan(0, count).CopyTo(buffer.Span);
            _left = _left[count..];
            return count;
        }
        finally
        {
            IsReading = false;
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> data)
    {
        var bytes = data.ToArray();
        if (Writing is not null) await Writing(bytes);
        _progress.Change(() => _written.AddRange(bytes));
    }

    public void Dispose()
    {
    }

    private sealed class Raw(FakeTerminal terminal) : IDisposable
    {
        public void Dispose() => terminal._progress.Change(() => terminal._raws--);
    }
}
