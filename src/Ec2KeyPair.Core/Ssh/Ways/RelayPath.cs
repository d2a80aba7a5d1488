namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>A path that a relay of another kind carries; disposing the relay is what cuts it.</summary>
internal sealed class RelayPath(IAsyncDisposable relay, int localPort, string destination) : ISshPath
{
    private readonly object _lock = new();
    private Task? _ending;

    /// <inheritdoc/>
    public int LocalPort => localPort;

    /// <inheritdoc/>
    public string Destination => destination;

    /// <inheritdoc/>
    public void Cut() => _ = EndAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync().ConfigureAwait(false);

    // A relay is disposed once, by whoever comes first; all wait for the same end.
    private Task EndAsync()
    {
        lock (_lock) return _ending ??= Task.Run(async () => await relay.DisposeAsync().ConfigureAwait(false));
    }
}
