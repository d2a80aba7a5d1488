using System.Collections.Concurrent;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Windows.LaunchKeys;

/// <summary>Opens key files, each once, whoever asks for it and however it ends; zeroes the keys when it is disposed.</summary>
/// <param name="passphrase">Opens encrypted ones; null when none was given.</param>
/// <param name="ask">Asks a person for the passphrase of a file where none was given; null where nobody can answer.</param>
public sealed class OpenedKeyFiles(Passphrase? passphrase, Func<string, Passphrase>? ask = null) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<PrivateKey>>> _opened = new(StringComparer.Ordinal);

    /// <summary>The key in this file. Deriving a key from a passphrase takes a while, so it happens on another thread.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileReadFailed, PassphraseRequired, PassphraseIncorrect, or a key file condition.</exception>
    internal Task<PrivateKey> OpenAsync(LocalKeyPair file) =>
        _opened.GetOrAdd(file.Path, _ => new Lazy<Task<PrivateKey>>(() => Task.Run(() => Open(file)))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var opened in _opened.Values)
        {
            // One that is still being opened (Ctrl+C) zeroes itself when it is done.
            if (opened.IsValueCreated) _ = opened.Value.ContinueWith(done => done.Result.Dispose(), default, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private PrivateKey Open(LocalKeyPair file)
    {
        if (passphrase is not null || ask is null || !file.IsEncrypted) return KeyFileInspection.Open(file.Path, passphrase);
        using var given = ask(file.Path);
        return KeyFileInspection.Open(file.Path, given);
    }
}
