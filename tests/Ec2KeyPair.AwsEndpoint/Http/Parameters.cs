using System.Globalization;

namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>The parameters of a query-protocol call, in the order sent: <c>Filter.1.Value.2=x</c> and the like.</summary>
public sealed class Parameters
{
    public static readonly Parameters None = new();

    private readonly List<KeyValuePair<string, string>> _items = new(8);

    public int Count => _items.Count;

    public IReadOnlyList<KeyValuePair<string, string>> Items => _items;

    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _items)
            {
                if (string.Equals(key, name, StringComparison.Ordinal))
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Reads application/x-www-form-urlencoded text.</summary>
    public static Parameters Parse(ReadOnlySpan<char> form)
    {
        var parameters = new Parameters();
        foreach (var range in form.Split('&'))
        {
            var pair = form[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? default : pair[(equals + 1)..];
            parameters._items.Add(new(Decode(name), Decode(value)));
        }

        return parameters;
    }

    public string Required(string name)
    {
        var value = this[name];
        return string.IsNullOrEmpty(value) ? throw AwsException.MissingParameter(name) : value;
    }

    public bool Flag(string name, bool otherwise = false) => this[name] switch
    {
        null => otherwise,
        "true" or "True" or "TRUE" or "1" => true,
        "false" or "False" or "FALSE" or "0" => false,
        var other => throw AwsException.InvalidParameter(name, other, "The value must be true or false."),
    };

    public int? Number(string name)
    {
        var text = this[name];
        if (text is null)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw AwsException.InvalidParameter(name, text, "The value must be an integer.");
    }

    /// <summary>The values of <c>Name.1</c>, <c>Name.2</c> ... by their numbers.</summary>
    public List<string> Values(string name)
    {
        var found = new List<(int Index, string Value)>();
        foreach (var (key, value) in _items)
        {
            if (Index(key, name, out var index, out var rest) && rest.IsEmpty)
            {
                found.Add((index, value));
            }
        }

        found.Sort((a, b) => a.Index.CompareTo(b.Index));
        return found.ConvertAll(item => item.Value);
    }

    /// <summary>The members of <c>Name.1.X</c>, <c>Name.2.Y</c> ...: one set of parameters each.</summary>
    public List<Parameters> Members(string name)
    {
        var members = new SortedDictionary<int, Parameters>();
        foreach (var (key, value) in _items)
        {
            if (Index(key, name, out var index, out var rest) && !rest.IsEmpty)
            {
                if (!members.TryGetValue(index, out var member))
                {
                    members.Add(index, member = new Parameters());
                }

                member._items.Add(new(rest.ToString(), value));
            }
        }

        return [.. members.Values];
    }

    public List<KeyValuePair<string, string>>.Enumerator GetEnumerator() => _items.GetEnumerator();

    private static bool Index(string key, string name, out int index, out ReadOnlySpan<char> rest)
    {
        index = 0;
        rest = default;
        if (key.Length < name.Length + 2 || key[name.Length] != '.' || !key.StartsWith(name, StringComparison.Ordinal))
        {
            return false;
        }

        var tail = key.AsSpan(name.Length + 1);
        var dot = tail.IndexOf('.');
        rest = dot < 0 ? default : tail[(dot + 1)..];
        return int.TryParse(dot < 0 ? tail : tail[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    private static string Decode(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny('%', '+') < 0)
        {
            return text.ToString();
        }

        return Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
    }
}
