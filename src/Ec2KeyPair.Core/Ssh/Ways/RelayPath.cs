namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>A path that a relay of another kind carries; disposing the relay is what cuts it.</summary>
/// <param name="relay">What carries it.</param>
/// <param name="localPort">Its port here.</param>
/// <param name="destination">Where it leads to.</param>
/// <param name="failure">Tells why it ended; null where it tells nothing.</param>
internal sealed class RelayPath(IAsyncDisposable relay, int localPort, string destination, Func<Errors.Ec2KeyPairException?>? failure = null) : ISshPath
{
    private readonly object _lock = new();
    private Task? _ending;

    /// <inheritdoc/>
    public int LocalPort => localPort;

    /// <inheritdoc/>
    public string Destination => destination;

    /// <inheritdoc/>
    public Errors.Ec2KeyPairException? Failure => failure?.Invoke();

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
