using System.Collections;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>Plays System.DirectoryServices.PropertyValueCollection, for properties with one value.</summary>
public sealed class PlayedPropertyValueCollection : IEnumerable<object>
{
    internal PlayedPropertyValueCollection(string propertyName) => PropertyName = propertyName;

    public string PropertyName { get; }

    /// <summary>The value; null where there is none.</summary>
    public object? Value { get; set; }

    public int Count => Value is null ? 0 : 1;

    public object this[int index] => index == 0 && Value is { } value ? value : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<object> GetEnumerator() => Enumerable.Repeat(Value!, Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => Value?.ToString() ?? "";
}
