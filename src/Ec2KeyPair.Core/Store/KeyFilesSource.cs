using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Store;

/// <summary>Looks for private keys in files that the user named.</summary>
public sealed class KeyFilesSource : IPrivateKeySource
{
    private readonly IReadOnlyList<LocalKeyPair> _files;

    /// <summary>Looks at each file once.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">PrivateKeyNotFound, PrivateKeyRequired, FileReadFailed, or a key file condition.</exception>
    public KeyFilesSource(IReadOnlyList<string> paths)
    {
        Description = string.Join(", ", paths.Select(path => $"'{path}'"));
        _files = paths.Select(PrivateKeyFiles.Inspect).ToList();
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public IReadOnlyList<LocalKeyPair> Candidates(PublicKey? publicKey, string keyName)
    {
        if (publicKey is null) return _files;
        var certain = _files.Where(file => KeyStoreSource.Same(file, publicKey));
        var possible = _files.Where(file => file.PublicKey is null);
        var candidates = certain.Concat(possible).ToList();
        // The user says that it is this file: then the answer is that it isn't, not that there is none.
        return candidates.Count == 0 && _files.Count == 1 ? _files : candidates;
    }

    /// <inheritdoc/>
    public PrivateKey Open(LocalKeyPair candidate, Passphrase? passphrase) => KeyFileInspection.Open(candidate.Path, passphrase);
}
