using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Windows.LaunchKeys;

/// <summary>
/// Launch keys among files of this machine. Which file it is, is found by comparing public keys; a file that hides its
/// public half too (encrypted PKCS#8 and PKCS#1) is opened for that, once for all launch keys.
/// </summary>
public sealed class LocalLaunchKeys : ILaunchKeySource
{
    private readonly Lazy<IReadOnlyList<LocalKeyPair>> _files;
    private readonly bool _isNamed;
    private readonly OpenedKeyFiles _opened;

    private LocalLaunchKeys(Func<IReadOnlyList<LocalKeyPair>> files, string description, bool isNamed, OpenedKeyFiles opened)
    {
        _files = new Lazy<IReadOnlyList<LocalKeyPair>>(files);
        _isNamed = isNamed;
        _opened = opened;
        Description = description;
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>All keys of the store, which is listed once, when the first key is looked for.</summary>
    public static LocalLaunchKeys InStore(KeyStore store, OpenedKeyFiles opened) =>
        // Files that can't be understood are Get-EC2KeyPairLocal's to report; here they are no candidates.
        new(() => store.List(_ => { }).Where(found => found.HasPrivateKey).ToList(), $"the key store '{store.Folder}'", false, opened);

    /// <summary>Files that the user named, or that are in folders that the user named.</summary>
    /// <param name="files">The private keys in them.</param>
    /// <param name="opened">Opens them.</param>
    public static LocalLaunchKeys Of(IReadOnlyList<LocalKeyPair> files, OpenedKeyFiles opened) => new(
        () => files,
        files.Count == 1 ? $"'{files[0].Path}'" : $"{files.Count} key files",
        true,
        opened);

    /// <inheritdoc/>
    public async Task<(PrivateKey Key, string Where)> FindAsync(LaunchKeyIdentity wanted, CancellationToken cancel)
    {
        var files = _files.Value;
        // The user says that it is this file: then the answer is that it isn't, or why it can't be opened.
        if (_isNamed && files.Count == 1) return await OpenOnlyAsync(wanted, files[0]).ConfigureAwait(false);
        return wanted.IsTold
            ? await CompareAsync(wanted, files, cancel).ConfigureAwait(false)
            : await OpenByNameAsync(wanted, files).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _opened.Dispose();

    private async Task<(PrivateKey Key, string Where)> CompareAsync(
        LaunchKeyIdentity wanted, IReadOnlyList<LocalKeyPair> files, CancellationToken cancel)
    {
        Ec2KeyPairException? failure = null;
        var unopened = new List<string>();
        foreach (var (file, isCertain) in Candidates(wanted, files))
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                var key = await _opened.OpenAsync(file).ConfigureAwait(false);
                if (wanted.Is(key)) return (key, file.Path);
            }
            catch (Ec2KeyPairException e)
            {
                if (isCertain || file.Name == wanted.KeyName) failure ??= e;
                unopened.Add(file.Path);
            }
        }

        throw failure ?? NotFound(wanted, unopened);
    }

    // Those that say they are it; then those that say nothing, likely names first, and old PEM, which takes a millisecond to open,
    // before PKCS#8, which takes a hundred.
    private static IEnumerable<(LocalKeyPair File, bool IsCertain)> Candidates(LaunchKeyIdentity wanted, IReadOnlyList<LocalKeyPair> files)
    {
        var told = files.Select(file => (file, isIn: wanted.IsIn(file))).Where(one => one.isIn != false).ToList();
        return told.OrderBy(one => one.isIn != true)
            .ThenBy(one => one.file.Name != wanted.KeyName)
            .ThenBy(one => one.file.PrivateEncoding != PrivateKeyEncoding.Pkcs1)
            .Select(one => (one.file, one.isIn == true));
    }

    // EC2 has forgotten the key pair, so there is nothing to compare with: whether it is the key shows at the password.
    private async Task<(PrivateKey Key, string Where)> OpenByNameAsync(LaunchKeyIdentity wanted, IReadOnlyList<LocalKeyPair> files)
    {
        var named = files.Where(file => file.Name == wanted.KeyName).ToList();
        if (named.Count != 1) throw NotFound(wanted, []);
        return (await _opened.OpenAsync(named[0]).ConfigureAwait(false), named[0].Path);
    }

    private async Task<(PrivateKey Key, string Where)> OpenOnlyAsync(LaunchKeyIdentity wanted, LocalKeyPair file)
    {
        if (wanted.IsTold && wanted.IsIn(file) == false) throw Mismatch(wanted, file);
        var key = await _opened.OpenAsync(file).ConfigureAwait(false);
        return !wanted.IsTold || wanted.Is(key) ? (key, file.Path) : throw Mismatch(wanted, file);
    }

    private static Ec2KeyPairException Mismatch(LaunchKeyIdentity wanted, LocalKeyPair file) => new(
        ErrorCondition.PrivateKeyMismatch,
        $"The private key '{file.Path}' is not the launch key '{wanted.KeyName}' (EC2's fingerprint: {wanted.Described?.Fingerprint ?? "unknown"}).",
        file.Path,
        "Give the right file or a folder with -KeyPath, or leave it out to have the key store searched.");

    private Ec2KeyPairException NotFound(LaunchKeyIdentity wanted, List<string> unopened)
    {
        var why = wanted.Described is null ? "; EC2 has no key pair of that name any more, so only the name could be compared"
            : unopened.Count > 0 ? $"; {unopened.Count} encrypted files could not be opened to compare them, '{unopened[0]}' first"
            : "";
        return new(
            ErrorCondition.PrivateKeyNotFound,
            $"The private key of the launch key '{wanted.KeyName}' is not in {Description}{why}.",
            wanted.KeyName,
            unopened.Count > 0 ? "Give their passphrase with -Passphrase, or the right file with -KeyPath." : "Give the file or its folder with -KeyPath.");
    }
}
