using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Parameters;

/// <summary>
/// Takes for a key pair its name, or an object that names one by a <c>KeyName</c>: a record of this module, a <c>KeyPairInfo</c>
/// or an <c>Instance</c> of AWS.Tools; a row of a table may have a <c>Name</c> instead. What an instance is called is no key's
/// name, and a key file outside the key store is not the key of its name in there: both are refused.
/// </summary>
/// <remarks>Never bound by the property's name: then nobody would know what object the text is from.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyPairIdentityAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var names = Names(inputData).ToArray();
        return names.Length == 1 ? names[0] : names;
    }

    private static IEnumerable<string> Names(object? input)
    {
        var value = input is PSObject wrapped ? wrapped.BaseObject : input;
        return value switch
        {
            null or IDictionary => throw Refused(value),
            string text => [text],
            PSCustomObject or not IEnumerable => [value is IConvertible number ? number.ToString(CultureInfo.InvariantCulture) : NameOf(PSObject.AsPSObject(input!))],
            _ => ((IEnumerable)value).Cast<object?>().SelectMany(Names),
        };
    }

    private static string NameOf(PSObject given)
    {
        // Known by its shape: after Import-Clixml it is no longer of the type.
        if (given.Properties[nameof(LocalKeyPair.StorePath)] is { Value: null })
        {
            throw Refused($"The key file '{given.Properties[nameof(LocalKeyPair.Path)]?.Value}' is outside the key store: give its path, or import it first with Import-EC2KeyPairLocal.");
        }

        if (given.Properties["KeyName"] is { } keyName) return keyName.Value as string is { Length: > 0 } text ? text : throw Refused(given.BaseObject);
        return given.BaseObject is PSCustomObject && given.Properties["InstanceId"] is null && given.Properties["Name"]?.Value is string { Length: > 0 } name
            ? name
            : throw Refused(given.BaseObject);
    }

    private static ArgumentTransformationMetadataException Refused(object? given) =>
        Refused($"A {given?.GetType().Name ?? "null"} names no key pair: give a name, or an object with a KeyName.");

    // The engine tries other parameters only after an error of this kind.
    private static ArgumentTransformationMetadataException Refused(string why) => new(why, new PSInvalidCastException(why));
}
