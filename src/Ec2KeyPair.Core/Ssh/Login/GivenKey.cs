using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>Logs in to every instance with the one key file that the user gave.</summary>
public sealed class GivenKey : ILoginKeys
{
    private readonly Lazy<LoginKeySet> _key;

    /// <summary>Creates it; the file is opened when it is first needed, and once.</summary>
    /// <param name="source">Holds that one file.</param>
    /// <param name="opener">Opens it.</param>
    public GivenKey(KeyFilesSource source, KeyOpener opener) =>
        _key = new(() => new LoginKeySet([opener.Open(source.Candidates(null, "")[0])], "-KeyPath"));

    /// <inheritdoc/>
    public Task<LoginKeySet> FindAsync(Ec2Instance instance, CancellationToken cancel) => Task.Run(() => _key.Value, cancel);
}
