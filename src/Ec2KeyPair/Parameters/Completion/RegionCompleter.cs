using Amazon;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>Completes Regions: those that the SDK knows, without asking anybody.</summary>
public sealed class RegionCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Find(CompletionWord word, CompletionRequest request) => RegionEndpoint.EnumerableAllRegions
        .Select(region => new CompletionItem(region.SystemName, region.DisplayName))
        .OrderBy(item => item.Value, StringComparer.Ordinal);
}
