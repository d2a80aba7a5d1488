namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>The tags of one resource; names are case-sensitive. Replaced as a whole, so that readers need no lock.</summary>
public sealed class TagSet
{
    private readonly Lock _gate = new();
    private KeyValuePair<string, string>[] _items;

    public TagSet(IEnumerable<KeyValuePair<string, string>>? items = null) => _items = items is null ? [] : [.. items];

    public IReadOnlyList<KeyValuePair<string, string>> Items => _items;

    public string? this[string key]
    {
        get
        {
            foreach (var (name, value) in _items)
            {
                if (name == key)
                {
                    return value;
                }
            }

            return null;
        }

        set => Set(key, value);
    }

    /// <summary>Sets a tag; null removes it.</summary>
    public void Set(string key, string? value)
    {
        lock (_gate)
        {
            var at = Array.FindIndex(_items, item => item.Key == key);
            if (value is null)
            {
                _items = at < 0 ? _items : [.. _items.Where(item => item.Key != key)];
            }
            else if (at < 0)
            {
                _items = [.. _items, new(key, value)];
            }
            else
            {
                var copy = _items.ToArray();
                copy[at] = new(key, value);
                _items = copy;
            }
        }
    }
}
