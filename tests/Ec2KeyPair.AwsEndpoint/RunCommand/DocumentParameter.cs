using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>A parameter of a document. Without a default it is required.</summary>
internal sealed partial record DocumentParameter(string Name, string? Default = null, bool IsList = false, Regex? Pattern = null, string[]? Allowed = null)
{
    /// <summary>Of the documents that run scripts: seconds, up to 48 hours.</summary>
    internal static DocumentParameter ExecutionTimeout { get; } = new("executionTimeout", "3600", Pattern: Seconds());

    /// <summary>Refuses what the document does not allow, in the words of AWS's service.</summary>
    internal void Check(IReadOnlyList<string> values, string errorCode)
    {
        if (!IsList && values.Count != 1)
        {
            throw new AwsException(errorCode, $"Parameter \"{Name}\" should be of type String.");
        }

        foreach (var value in values)
        {
            if (Allowed is not null && !Allowed.Contains(value, StringComparer.Ordinal))
            {
                throw new AwsException(errorCode, $"Parameter \"{Name}\" has value \"{value}\" not found in [{string.Join(", ", Allowed)}].");
            }

            if (Pattern is not null && !Pattern.IsMatch(value))
            {
                throw new AwsException(errorCode, $"Parameter \"{Name}\" has value \"{value}\" not matching \"{Pattern}\".");
            }
        }
    }

    /// <summary>The values of a call with the defaults of what it leaves out; unknown and missing parameters are refused.</summary>
    internal static Dictionary<string, IReadOnlyList<string>> Complete(
        string document, IReadOnlyList<DocumentParameter> known, IReadOnlyDictionary<string, IReadOnlyList<string>> given, string errorCode)
    {
        if (given.Keys.Any(name => known.All(parameter => parameter.Name != name)))
        {
            throw new AwsException(errorCode, $"document {document} does not support parameters.");
        }

        var all = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var parameter in known)
        {
            if (given.TryGetValue(parameter.Name, out var values))
            {
                parameter.Check(values, errorCode);
                all[parameter.Name] = values;
            }
            else
            {
                all[parameter.Name] = parameter.Default is { } text ? [text] : throw new AwsException(errorCode, $"Parameter \"{parameter.Name}\" requires a value.");
            }
        }

        return all;
    }

    [GeneratedRegex("^(([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[0-1][0-9]{3})|(172[0-7][0-9]{2})|(172800))$")]
    private static partial Regex Seconds();
}
