using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>Completes the names of the key store's key pairs.</summary>
public sealed class KeyNameCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Find(CompletionWord word, CompletionRequest request)
    {
        var store = KeyStore.Open(KeyStoreLocation.Resolve(request.FilePath("StorePath")));
        // What can't be understood is Get-EC2KeyPairLocal's to report.
        return store.List(_ => { })
            .Select(key => new CompletionItem(key.Name, $"{key.KeyType} {key.KeySize} {key.Fingerprints?.OpenSshSha256}".Trim()))
            .OrderBy(item => item.Value, StringComparer.OrdinalIgnoreCase);
    }
}
