using System.Collections;
using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>What Get-Help writes: an object made of XML, where one child is a value and several are an array.</summary>
internal static class HelpObject
{
    /// <summary>The child elements of this path, as many as there are.</summary>
    internal static IReadOnlyList<PSObject> Children(PSObject help, params string[] path)
    {
        IEnumerable<PSObject> found = [help];
        foreach (var name in path) found = found.SelectMany(item => Values(item.Properties[name]?.Value));
        return [.. found];
    }

    /// <summary>The text of the one child of this path; empty without one.</summary>
    internal static string Text(PSObject help, params string[] path) => Children(help, path) is [var only] ? only.ToString() : "";

    /// <summary>The paragraphs of a child, without the line ends that the engine adds.</summary>
    internal static IReadOnlyList<string> Paragraphs(PSObject help, params string[] path) =>
        [.. Children(help, [.. path, "Text"]).Select(paragraph => paragraph.ToString().TrimEnd()).Where(text => text.Length > 0)];

    private static IEnumerable<PSObject> Values(object? value) => (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value) switch
    {
        null => [],
        string text => [PSObject.AsPSObject(text)],
        IEnumerable many => many.Cast<object>().Select(PSObject.AsPSObject),
        var one => [PSObject.AsPSObject(one)],
    };
}
