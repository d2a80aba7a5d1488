using System.Collections;
using System.Management.Automation;

namespace Ec2KeyPair.Parameters;

/// <summary>
/// Takes for an instance whatever people have at hand: an id, a Name tag, an address; an <c>Instance</c> of
/// AWS.Tools or any object with an InstanceId; a <c>Reservation</c>, which stands for its Instances.
/// </summary>
/// <remarks>Seen by shape, never by type: AWS.Tools' types are of another assembly than ours.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class InstanceIdentityAttribute : ArgumentTransformationAttribute
{
    /// <summary>A property; pipeline objects that have it are left to the parameters of another set.</summary>
    public string? UnlessItHas { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Identities(inputData).ToArray();

    private IEnumerable<string> Identities(object? input)
    {
        var value = input is PSObject wrapped ? wrapped.BaseObject : input;
        switch (value)
        {
            case null:
                throw Unknown(input);
            case string text:
                return [text];
            case PSCustomObject or not IEnumerable:
                return OfObject(PSObject.AsPSObject(input!));
            default:
                return ((IEnumerable)value).Cast<object?>().SelectMany(Identities);
        }
    }

    private IEnumerable<string> OfObject(PSObject given)
    {
        if (UnlessItHas is { } other && given.Properties[other] is not null)
        {
            // The engine tries the next way to bind only after an error of this kind.
            throw new ArgumentTransformationMetadataException(
                $"What has {other} is no instance: pipe it in.", new PSInvalidCastException($"It has {other}."));
        }

        if (given.Properties["InstanceId"]?.Value is { } id) return Identities(id);
        if (given.Properties["Instances"] is { } instances)
        {
            return instances.Value is { } members ? Identities(members) : [];
        }

        throw Unknown(given);
    }

    private static ArgumentTransformationMetadataException Unknown(object? input) => new(
        $"A {input?.GetType().Name ?? "null"} names no instance: give an id, a Name tag, an address, or an object with InstanceId or Instances.");
}
