using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ec2KeyPair.Module.Tests.Composition;

namespace Ec2KeyPair.Module.Tests.Display;

/// <summary>Every type of output on a screen of 80 columns, as the engine itself formats it.</summary>
public sealed partial class ViewTests : IDisposable
{
    private static readonly Lazy<IReadOnlyDictionary<string, Type>> Types = new(() => OutputTypes.All().ToDictionary(type => type.FullName!));
    private readonly ConsoleEngine _console = new();

    public static TheoryData<string> Names => [.. Types.Value.Keys.Order(StringComparer.Ordinal)];

    public void Dispose() => _console.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Table_OfEveryOutputType_HasThreeToSixColumnsThatFit(string name)
    {
        var lines = Plain(_console.Show([SampleRecord.Of(Types.Value[name])]));
        var dashes = lines.FindIndex(line => DashLine().IsMatch(line));
        Assert.True(dashes > 0, $"{name} has no table:\n{string.Join('\n', lines)}");
        var columns = lines[dashes].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(columns.Length, 3, 6);
        // A heading that is too wide for its column goes on in a second line.
        Assert.True(lines[dashes - 2].Length == 0, $"{name}: {lines[dashes - 2]} {lines[dashes - 1]}");
        var headings = LabelsOf(name, "TableColumnHeader");
        Assert.Equal(headings.Count, columns.Length);
        Assert.All(headings, heading => Assert.Contains(heading, lines[dashes - 1], StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= TextScreen.UsualColumns, line));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void List_OfEveryOutputType_HasWhatTheRecordHas(string name)
    {
        var lines = Plain(_console.Show([SampleRecord.Of(Types.Value[name])], asList: true));
        var labels = lines.Where(line => line.Contains(" : ", StringComparison.Ordinal)).Select(line => line.Split(" : ")[0].Trim()).ToList();
        Assert.Equal(LabelsOf(name, "ListItem").Count, labels.Count);
        var missing = Types.Value[name].GetProperties().Select(property => property.Name).Except(labels).Except(ShownOtherwise).Where(property => !(property == "KeyName" && labels.Contains("Name"))).ToList();
        Assert.True(missing.Count == 0, $"the list of {name} lacks {string.Join(", ", missing)}");
        Assert.All(lines, line => Assert.True(line.Length <= TextScreen.UsualColumns, line));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Views_OfEveryOutputType_ShowNothingSecretAndNothingThatActsOnTheScreen(string name)
    {
        foreach (var asList in new[] { false, true })
        {
            var text = string.Join('\n', _console.Show([SampleRecord.Of(Types.Value[name], isHostile: true)], asList));
            if (!name.EndsWith("PlainWindowsPassword", StringComparison.Ordinal)) Assert.DoesNotContain(SampleRecord.Secret, text);
            var harmful = ConsoleEngine.Plain(text).Where(character => character != '\n' && (char.IsControl(character) || character == '\u202E')).ToList();
            Assert.True(harmful.Count == 0, $"{name} lets through {string.Join(' ', harmful.Select(one => $"U+{(int)one:X4}"))}:\n{text.Replace("\u001b", "<ESC>", StringComparison.Ordinal)}");
        }
    }

    [Theory]
    [InlineData("InstanceAccess", "Verdict", "Failed", "Unknown")]
    [InlineData("InstanceAccess", "Verdict", "Passed", "Unknown")]
    [InlineData("InstanceCommandResult", "ExitCode", 3, 0)]
    [InlineData("ConnectionResult", "ExitCode", 255, 0)]
    public void Table_WhatMeansSomething_HasItsColourAndTheRestHasNone(string type, string property, object bad, object good)
    {
        Assert.Matches(Coloured(bad), Shown(type, property, bad));
        Assert.DoesNotMatch(Coloured(good), Shown(type, property, good));
    }

    [Theory]
    [InlineData("InstanceAccess", "Verdict", "Failed")]
    [InlineData("InstanceCommandResult", "ExitCode", 3)]
    [InlineData("ConnectionResult", "ExitCode", 255)]
    [InlineData("WindowsPassword", "IsStale", true)]
    public void List_WhatMeansSomething_HasItsColour(string type, string property, object bad) =>
        Assert.Matches(Coloured(bad), Shown(type, property, bad, asList: true));

    private static IReadOnlySet<string> ShownOtherwise { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "LoginCredential", // Credential again, for the pipeline.
        "Fingerprints", // Each has a line.
        "KeySize", // Beside the type.
        "IsOrphaned", // Exists.
        "IsUnused", // InstanceCount and LaunchTemplates.
    };

    private static string Coloured(object value) => $"\u001b\\[[0-9;]*3[123][0-9;]*m *{value}";

    private string Shown(string type, string property, object value, bool asList = false)
    {
        var record = SampleRecord.Of(Types.Value[Types.Value.Keys.Single(name => name.EndsWith("." + type, StringComparison.Ordinal))]);
        record.Properties[property].Value = value;
        return string.Join('\n', _console.Show([record], asList));
    }

    private static List<string> Plain(IReadOnlyList<string> lines) => [.. lines.Select(line => ConsoleEngine.Plain(line).TrimEnd())];

    private static IReadOnlyList<string> LabelsOf(string type, string element) =>
    [
        .. XDocument.Load(Path.Combine(Repository.Root, "module", "Ec2KeyPair.Format.ps1xml")).Descendants("View")
            .Where(view => view.Element("ViewSelectedBy")!.Elements("TypeName").Any(name => name.Value == type))
            .Select(view => view.Descendants(element).ToList())
            .First(found => found.Count > 0)
            .Select(found => (string?)found.Element("Label") ?? (string)found.Element("PropertyName")!),
    ];

    // What the cmdlets say that they write, of the module's own types.
    [GeneratedRegex("^[- ]*--[- ]*$")]
    private static partial Regex DashLine();
}
