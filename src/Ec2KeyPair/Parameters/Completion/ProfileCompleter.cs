using Ec2KeyPair.Aws.Session;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>Completes the names of AWS profiles.</summary>
public sealed class ProfileCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Find(CompletionWord word, CompletionRequest request) => ProfileCredentials
        .List(request.FilePath(nameof(AwsSessionParameters.ProfileLocation)))
        .Select(profile => new CompletionItem(profile.Name, profile.Region is { } region ? $"{profile.Name}, {region}" : profile.Name))
        .OrderBy(item => item.Value, StringComparer.OrdinalIgnoreCase);
}
