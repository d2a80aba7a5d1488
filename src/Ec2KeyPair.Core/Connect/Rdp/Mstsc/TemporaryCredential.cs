namespace Ec2KeyPair.Core.Connect.Rdp.Mstsc;

/// <summary>
/// The entry of Credential Manager in which mstsc looks for account and password, <c>TERMSRV/host</c>, for the time of
/// one run. The entry that was there before is put back.
/// </summary>
/// <remarks>
/// A process that dies leaves the entry until the user logs off, and nothing that it could be mistaken for: it carries
/// this module's mark, and the next run to that host takes it away.
/// </remarks>
internal sealed class TemporaryCredential : IDisposable
{
    private const string Mark = "Ec2KeyPair temporary ";
    private readonly IWindowsCredentials _credentials;
    private readonly string _target;
    private readonly string _comment = Mark + Guid.NewGuid().ToString("N");
    private readonly ISavedCredential? _before;
    private int _isDisposed;

    /// <summary>Writes the entry.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">RdpConnectionFailed: Credential Manager does not take it.</exception>
    internal TemporaryCredential(IWindowsCredentials credentials, string target, RdpLogin login)
    {
        _credentials = credentials;
        _target = target;
        _before = credentials.Read(target);
        try
        {
            // What a dead run left behind is nobody's to be put back.
            if (_before?.Comment.StartsWith(Mark, StringComparison.Ordinal) == true)
            {
                _before.Dispose();
                _before = null;
            }

            credentials.WriteForSession(target, login.Account.Text, login.Password, _comment);
        }
        catch
        {
            _before?.Dispose();
            throw;
        }
    }

    /// <summary>The name of the entry for a host; its port is no part of it.</summary>
    internal static string TargetOf(string host) => "TERMSRV/" + host;

    /// <summary>Removes the entry, once. One that somebody else has written since stays.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        try
        {
            using var current = _credentials.Read(_target);
            if (current?.Comment != _comment) return;
            _credentials.Delete(_target);
            _before?.Restore();
        }
        finally
        {
            _before?.Dispose();
        }
    }
}
