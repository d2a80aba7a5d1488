using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>EC2's filters: filters are joined by AND, the values of one by OR; * and ? are wildcards, a backslash escapes them.</summary>
internal sealed class Filters
{
    private const int MaxValues = 200;
    private readonly List<(string Name, List<string> Values)> _filters = [];

    private Filters()
    {
    }

    public bool IsEmpty => _filters.Count == 0;

    public static Filters Read(Parameters parameters)
    {
        var filters = new Filters();
        foreach (var member in parameters.Members("Filter"))
        {
            var name = member.Required("Name");
            var values = member.Values("Value");
            if (values.Count > MaxValues)
            {
                throw new AwsException("FilterLimitExceeded", $"The maximum number of filter values specified on a single call is {MaxValues}");
            }

            filters._filters.Add((name, values));
        }

        return filters;
    }

    /// <summary>
    /// Whether a resource passes. <paramref name="property"/> gives the values of a named property: null for a name that is
    /// no filter of this action, none for a property the resource lacks.
    /// </summary>
    public bool Match<T>(T resource, TagSet? tags, Func<T, string, IEnumerable<string?>?> property)
    {
        foreach (var (name, values) in _filters)
        {
            var actual = OfTags(tags, name) ?? property(resource, name)
                ?? throw new AwsException("InvalidParameterValue", $"The filter '{name}' is invalid");
            if (!actual.Any(text => text is not null && values.Any(pattern => Like(text, pattern))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Refuses unknown names also where nothing exists that could be compared.</summary>
    public void Require(Func<string, bool> known)
    {
        foreach (var (name, _) in _filters)
        {
            if (!known(name))
            {
                throw new AwsException("InvalidParameterValue", $"The filter '{name}' is invalid");
            }
        }
    }

    internal static bool Like(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        while (true)
        {
            if (pattern.IsEmpty)
            {
                return text.IsEmpty;
            }

            switch (pattern[0])
            {
                case '*':
                    for (var skip = 0; skip <= text.Length; skip++)
                    {
                        if (Like(text[skip..], pattern[1..]))
                        {
                            return true;
                        }
                    }

                    return false;
                case '\\' when pattern.Length > 1:
                    pattern = pattern[1..];
                    goto default;
                case '?':
                    if (text.IsEmpty)
                    {
                        return false;
                    }

                    break;
                default:
                    if (text.IsEmpty || text[0] != pattern[0])
                    {
                        return false;
                    }

                    break;
            }

            text = text[1..];
            pattern = pattern[1..];
        }
    }

    private static IEnumerable<string?>? OfTags(TagSet? tags, string name)
    {
        if (tags is null)
        {
            return null;
        }

        if (name == "tag-key")
        {
            return tags.Items.Select(tag => tag.Key);
        }

        return name.StartsWith("tag:", StringComparison.Ordinal) ? [tags[name[4..]]] : null;
    }
}
