using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>Completes arguments: never slow, and never in the user's way.</summary>
public abstract class Completer : IArgumentCompleter
{
    private const int MostResults = 200;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var word = new CompletionWord(wordToComplete);
            return Find(word, new CompletionRequest(fakeBoundParameters))
                .Where(item => item.IsPresentable && word.Fits(item.Value))
                .Take(MostResults)
                .Select(item => item.ToResult(word.IsQuoted))
                .Concat(Others(wordToComplete))
                .ToList();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // No credentials, no network, a broken store: the command will say so. While somebody types, nothing is offered.
            return [];
        }
    }

    /// <summary>What the engine itself offers, where something of it may be meant too.</summary>
    private protected virtual IEnumerable<CompletionResult> Others(string wordToComplete) => [];

    /// <summary>What may be meant, in the order to offer it. Pipeline thread.</summary>
    private protected abstract IEnumerable<CompletionItem> Find(CompletionWord word, CompletionRequest request);
}
