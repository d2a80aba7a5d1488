using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Hosting;

/// <summary>Finds key pairs of the store by what a cmdlet is given for names.</summary>
internal static class StoredKeyPairs
{
    /// <summary>The key pairs of these names, each once. A name that a key really has counts before its wildcards do.</summary>
    /// <param name="store">The store.</param>
    /// <param name="names">Names, wildcards included.</param>
    /// <param name="report">Told of each name that there is none of, and of key files that can't be understood.</param>
    internal static IReadOnlyList<LocalKeyPair> FindAll(this KeyStore store, IEnumerable<string> names, Action<Ec2KeyPairException> report)
    {
        var found = Each<string, LocalKeyPair>(
            names,
            name => NamePattern.Of(name) is not { } pattern ? [store.FindOne(name)]
                : IsKeyName(name) && store.Find(name) is { } exact ? [exact]
                : store.List(report).Where(keyPair => pattern.IsMatch(keyPair.Name)),
            report);
        return found.GroupBy(keyPair => keyPair.Name, StringComparer.Ordinal).Select(same => same.First()).ToList();
    }

    /// <summary>The key pair of this very name.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, KeyNameInvalid, KeyStoreUnsafe, or a key file condition.</exception>
    internal static LocalKeyPair FindOne(this KeyStore store, string name) => store.Find(name) ?? throw new Ec2KeyPairException(
        ErrorCondition.PrivateKeyNotFound,
        $"There is no private key '{Core.Text.Printable.Text(name)}' in the key store '{store.Folder}'.",
        name,
        "List what is there with Get-EC2KeyPairLocal, or give another key store with -StorePath.");

    /// <summary>The key pairs with what only the private key tells, where a passphrase is given that opens it.</summary>
    internal static IReadOnlyList<LocalKeyPair> Opened(
        this IEnumerable<LocalKeyPair> keyPairs, Passphrase? passphrase, Action<Ec2KeyPairException> report) => Each<LocalKeyPair, LocalKeyPair>(
        keyPairs,
        keyPair => passphrase is null || keyPair.Fingerprints?.Ec2Created is not null
            ? [keyPair]
            : [KeyFileInspection.Inspect(keyPair.Path, keyPair.Name, passphrase) with { PublishedTo = keyPair.PublishedTo }],
        report);

    /// <summary>Pipeline thread: what is in the key files that these paths name, wildcards included.</summary>
    internal static IReadOnlyList<LocalKeyPair> InspectAll(
        this PSCmdlet cmdlet, IEnumerable<string> paths, Passphrase? passphrase, Action<Ec2KeyPairException> report)
    {
        var files = Each<string, string>(paths, cmdlet.ExistingFiles, report);
        return Each<string, LocalKeyPair>(files, file => [KeyFileInspection.Inspect(file, passphrase: passphrase)], report);
    }

    private static List<TOut> Each<TIn, TOut>(IEnumerable<TIn> inputs, Func<TIn, IEnumerable<TOut>> read, Action<Ec2KeyPairException> report)
    {
        var all = new List<TOut>();
        foreach (var input in inputs)
        {
            try
            {
                all.AddRange(read(input));
            }
            catch (Ec2KeyPairException e)
            {
                report(e);
            }
        }

        return all;
    }

    private static bool IsKeyName(string name)
    {
        try
        {
            KeyFileName.ThrowIfInvalid(name);
            return true;
        }
        catch (Ec2KeyPairException)
        {
            return false; // A pattern may hold what no key name does.
        }
    }
}
