using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>Completes the names of the key store's key pairs.</summary>
public sealed class KeyNameCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Find(CompletionWord word, CompletionRequest request) => Offer(word, request);

    internal static IEnumerable<CompletionItem> Offer(CompletionWord word, CompletionRequest request) =>
        RunspaceKeys.Current.Find(KeyStoreLocation.Resolve(request.FilePath("StorePath")))
            .Select(key => new CompletionItem(key.Name, $"{key.KeyType} {key.KeySize} {key.Fingerprints?.OpenSshSha256}".Trim()))
            .OrderBy(item => item.Value, StringComparer.OrdinalIgnoreCase);
}
