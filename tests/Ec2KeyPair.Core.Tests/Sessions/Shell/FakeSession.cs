using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;

namespace Ec2KeyPair.Core.Tests.Sessions.Shell;

internal sealed class FakeSession(string customerMessage = "") : ISession
{
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Progress _progress = new();
    private readonly List<byte> _sent = [];
    private readonly List<string> _events = [];

    public SessionFacts Facts { get; } = new("alice-1", "i-0123456789abcdef0", SessionKind.Shell, "3.3.0.0", null, customerMessage);

    public SessionCounters Counters => new(0, 0, 0, 0, 0, TimeSpan.Zero);

    public Task<SessionEnd> Ended => _ended.Task;

    /// <summary>What a write waits for: a remote side that takes nothing.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    internal Exception? WriteFailure { get; set; }

    internal bool IsWriting { get; private set; }

    internal byte[] Sent => _progress.Look(() => _sent.ToArray());

    /// <summary>Sizes and data in the order in which they were sent.</summary>
    internal string[] Events => _progress.Look(() => _events.ToArray());

    internal void End(SessionEndKind kind = SessionEndKind.Closed) => _ended.TrySetResult(new SessionEnd(kind, ""));

    internal Task WaitForSentAsync(int count) => _progress.WaitAsync(() => _sent.Count >= count);

    internal Task WaitForEventAsync(string text) => _progress.WaitAsync(() => _events.Contains(text));

    internal Task WaitForWriterAsync() => _progress.WaitAsync(() => IsWriting);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancel)
    {
        Require();
        if (WriteFailure is not null) throw WriteFailure;
        Assert.False(IsWriting);
        _progress.Change(() => IsWriting = true);
        try
        {
            await Gate.WaitAsync(cancel);
            _progress.Change(() =>
            {
                _sent.AddRange(data.ToArray());
                _events.Add(Encoding.UTF8.GetString(data.Span));
            });
        }
        finally
        {
            _progress.Change(() => IsWriting = false);
        }
    }

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancel)
    {
        Require();
        _progress.Change(() => _events.Add($"{size.Columns}x{size.Rows}"));
        return default;
    }

    public ValueTask SendAsync(SessionSignal signal, CancellationToken cancel) => default;

    public Task FlushAsync(CancellationToken cancel) => Task.CompletedTask;

    public ValueTask DisposeAsync() => default;

    private void Require()
    {
        if (_ended.Task.IsCompleted) throw new Ec2KeyPairException(ErrorCondition.SessionEnded, "Ended.");
    }
}
