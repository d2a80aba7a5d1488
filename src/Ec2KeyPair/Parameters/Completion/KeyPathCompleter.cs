using System.Management.Automation;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>Completes what may be the name of a key of the key store or the path of a file.</summary>
public sealed class KeyPathCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Find(CompletionWord word, CompletionRequest request) => KeyNameCompleter.Offer(word, request);

    private protected override IEnumerable<CompletionResult> Others(string wordToComplete) => CompletionCompleters.CompleteFilename(wordToComplete);
}
