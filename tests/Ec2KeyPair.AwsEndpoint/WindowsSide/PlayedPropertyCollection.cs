using System.Collections;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>Plays System.DirectoryServices.PropertyCollection. A name that the object lacks gives an empty value, and no error.</summary>
public sealed class PlayedPropertyCollection : IEnumerable<KeyValuePair<string, PlayedPropertyValueCollection>>
{
    private readonly Dictionary<string, PlayedPropertyValueCollection> _values = new(StringComparer.OrdinalIgnoreCase);

    internal PlayedPropertyCollection()
    {
    }

    public int Count => _values.Count;

    public ICollection PropertyNames => _values.Keys;

    public PlayedPropertyValueCollection this[string propertyName]
    {
        get
        {
            if (!_values.TryGetValue(propertyName, out var value))
            {
                _values.Add(propertyName, value = new PlayedPropertyValueCollection(propertyName));
            }

            return value;
        }
    }

    public bool Contains(string propertyName) => _values.TryGetValue(propertyName, out var value) && value.Count > 0;

    public IEnumerator<KeyValuePair<string, PlayedPropertyValueCollection>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
