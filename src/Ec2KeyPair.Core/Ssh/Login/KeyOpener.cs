using System.Text;
using Ec2KeyPair.Core.Agent;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>
/// Makes signers of key files: with the passphrase that was given, else by the agent that holds the same key, else with a
/// passphrase that a person is asked for. Opened keys are zeroed when this is disposed.
/// </summary>
/// <param name="source">Where the key files are.</param>
/// <param name="passphrase">Opens encrypted ones; null when none was given.</param>
/// <param name="ask">Asks a person for the passphrase of a file; null where nobody can answer.</param>
public sealed class KeyOpener(IPrivateKeySource source, Passphrase? passphrase, Func<string, Passphrase>? ask) : IDisposable
{
    private readonly List<PrivateKey> _opened = [];

    /// <summary>The signer for a key file.</summary>
    /// <exception cref="Ec2KeyPairException">PassphraseRequired where nobody can be asked, PassphraseIncorrect, or a key file condition.</exception>
    public ISshSigner Open(LocalKeyPair file)
    {
        if (!file.IsEncrypted || passphrase is not null) return Keep(file, source.Open(file, passphrase));
        if (file.PublicKey is { } line
            && AgentKeys.Holding(KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(line))) is { } held) return new AgentSigner(held);
        if (ask is null) throw Locked(file);
        using var given = ask(file.Path);
        return Keep(file, source.Open(file, given));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_opened)
        {
            foreach (var key in _opened) key.Dispose();
            _opened.Clear();
        }
    }

    private PrivateKeySigner Keep(LocalKeyPair file, PrivateKey key)
    {
        lock (_opened) _opened.Add(key);
        return new PrivateKeySigner(key, $"'{file.Path}'");
    }

    private static Ec2KeyPairException Locked(LocalKeyPair file) => new(
        ErrorCondition.PassphraseRequired,
        $"The private key '{file.Path}' is encrypted, no ssh-agent holds it, and nobody is here to type its passphrase.",
        file.Name,
        "Give -Passphrase, or hand the key to the ssh-agent first: Export-EC2KeyPairLocal -ToAgent -Passphrase ...");
}
