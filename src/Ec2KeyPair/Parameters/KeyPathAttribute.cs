using System.Collections;
using System.Management.Automation;

namespace Ec2KeyPair.Parameters;

/// <summary>Takes for a path a string, or what Get-ChildItem and Get-Item write: an object with a PSPath.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyPathAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Paths(inputData).ToArray();

    private static IEnumerable<string> Paths(object? input)
    {
        var value = input is PSObject wrapped ? wrapped.BaseObject : input;
        return value switch
        {
            null => throw new ArgumentTransformationMetadataException("A path is null."),
            string text => [text],
            // Windows PowerShell makes the bare name of a file object, which would be a file of the working folder.
            FileSystemInfo file => [file.FullName],
            IEnumerable many and not PSCustomObject => many.Cast<object?>().SelectMany(Paths),
            _ when PSObject.AsPSObject(input!).Properties["PSPath"]?.Value is { } path => [path.ToString()!],
            _ => [value.ToString()!],
        };
    }
}
