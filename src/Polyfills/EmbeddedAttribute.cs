namespace Microsoft.CodeAnalysis;

/// <summary>Hides a type from other assemblies, also from those that see the internal ones: there the runtime's own type of that name is meant.</summary>
[AttributeUsage(AttributeTargets.All, Inherited = false)]
internal sealed class EmbeddedAttribute : Attribute;
