using System.Management.Automation;

namespace Ec2KeyPair.Parameters;

/// <summary>Takes a PasswordData that is null for an empty one: the object that has it tells of an instance without a password yet.</summary>
/// <remarks>
/// The engine binds null to a string only after it has bound everything that needs no conversion: the InstanceId of the
/// object would come first, and the object would be taken for an instance to ask AWS about.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PasswordDataAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => LanguagePrimitives.ConvertTo<string>(inputData) ?? "";
}
