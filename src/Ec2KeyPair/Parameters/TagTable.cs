using System.Collections;
using System.Management.Automation;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Parameters;

/// <summary>Tags as people write them: <c>@{ team = 'web'; stage = 'prod' }</c>.</summary>
internal static class TagTable
{
    internal static IReadOnlyDictionary<string, string> Read(Hashtable? tags) => (tags ?? [])
        .Cast<DictionaryEntry>()
        .GroupBy(tag => tag.Key.ToString()!, tag => tag.Value?.ToString() ?? "", StringComparer.Ordinal)
        .ToDictionary(tag => tag.Key, Single, StringComparer.Ordinal);

    /// <summary>Tags to look for, each with one value or several: <c>@{ stage = 'test', 'prod' }</c>.</summary>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> ReadChoices(Hashtable tags) => tags
        .Cast<DictionaryEntry>()
        .GroupBy(tag => tag.Key.ToString()!, tag => Values(tag.Value), StringComparer.Ordinal)
        .ToDictionary(tag => tag.Key, Single, StringComparer.Ordinal);

    private static IReadOnlyList<string> Values(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => [],
        string text => [text],
        IEnumerable several => several.Cast<object?>().Select(one => one?.ToString() ?? "").ToList(),
        var other => [other.ToString()!],
    };

    // @{ 1 = 'a' } and '1' are two keys of a Hashtable and one of EC2.
    private static T Single<T>(IGrouping<string, T> tag) => tag.Count() == 1
        ? tag.First()
        : throw new Ec2KeyPairException(ErrorCondition.ParameterInvalid, $"-Tag has the key '{tag.Key}' twice.", tag.Key);
}
