namespace Ec2KeyPair.Aws.Adapters;

/// <summary>EC2 takes <c>*</c> and <c>?</c> in filter values for wildcards, and <c>\</c> to escape them (EC2 User Guide, "List and filter your resources").</summary>
internal static class FilterValue
{
    /// <summary>A filter value that matches what begins with this text.</summary>
    internal static string Beginning(string text) => Exactly(text) + "*";

    /// <summary>A filter value that matches this text only.</summary>
    internal static string Exactly(string text) => text.Replace("\\", "\\\\").Replace("*", "\\*").Replace("?", "\\?");
}
