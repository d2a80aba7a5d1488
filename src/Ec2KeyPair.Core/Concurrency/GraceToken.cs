namespace Ec2KeyPair.Core.Concurrency;

/// <summary>A token for work that must not be cut in the middle: it is cancelled some time after the caller's own.</summary>
internal sealed class GraceToken : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;

    /// <param name="grace">How long the work may go on after the caller's token is cancelled.</param>
    /// <param name="caller">The caller's token.</param>
    internal GraceToken(TimeSpan grace, CancellationToken caller) => _registration = caller.Register(() => _source.CancelAfter(grace));

    internal CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
