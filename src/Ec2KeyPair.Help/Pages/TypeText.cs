namespace Ec2KeyPair.Help.Pages;

/// <summary>Types as a syntax shows them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["System.String"] = "string",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Boolean"] = "bool",
        ["System.Double"] = "double",
        ["System.TimeSpan"] = "timespan",
        ["System.DateTime"] = "datetime",
        ["System.Security.SecureString"] = "securestring",
        ["System.Management.Automation.PSCredential"] = "pscredential",
        ["System.Management.Automation.PSObject"] = "psobject",
        ["System.Collections.Hashtable"] = "hashtable",
    };

    /// <summary>The engine's own word for a type, or its name without the namespace.</summary>
    /// <param name="type">Full name, such as <c>System.String[]</c>.</param>
    internal static string Short(string type)
    {
        var suffix = type.EndsWith("[]", StringComparison.Ordinal) ? "[]" : "";
        var element = type[..^suffix.Length];
        return Keywords.GetValueOrDefault(element, element[(element.LastIndexOf('.') + 1)..]) + suffix;
    }
}
