namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>Stands where a person has to write; platyPS writes the same.</summary>
internal static class Stub
{
    internal const string Start = "{{ Fill ";

    internal static string For(string what) => $"{Start}{what} }}}}";

    internal static bool IsIn(string text) => text.Contains("{{", StringComparison.Ordinal);
}
