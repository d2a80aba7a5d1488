using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.Help;
using Ec2KeyPair.Help.Markdown;
using Ec2KeyPair.Help.Pages;
using Ec2KeyPair.Help.Topics;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>What the engine's own Get-Help says of the built module.</summary>
public sealed class GetHelpTests
{
    private static readonly Lazy<ModuleRunspace> Engine = new(() => new ModuleRunspace());
    private static readonly string Staged = Path.Combine(Repository.Root, "en-US");

    public static TheoryData<string> Commands => CommandPageTests.Names;

    public static TheoryData<string> Topics => TopicTests.Names;

    [Theory]
    [MemberData(nameof(Commands))]
    public void GetHelp_Full_HasWhatThePageHas(string name)
    {
        var page = PageFolder.Read(name);
        var help = GetHelp(name + " -Full");
        Assert.Contains("MamlCommandHelpInfo#FullView", help.TypeNames);
        Assert.Equal(PlainText.Of(page.Synopsis), help.Properties["Synopsis"].Value.ToString());
        Assert.Equal(Plain(page.Description), HelpObject.Paragraphs(help, "description"));
        Assert.Equal(Plain(page.Notes), HelpObject.Paragraphs(help, "alertSet", "alert"));
        Assert.Equal(page.Inputs.Select(type => type.Name), Texts(help, "inputTypes", "inputType", "type", "name"));
        Assert.Equal(page.Outputs.Select(type => type.Name), Texts(help, "returnValues", "returnValue", "type", "name"));
        Assert.Equal(page.Examples.Select(example => $"---------- {PlainText.Of(example.Title)} ----------"), Texts(help, "examples", "example", "title"));
        Assert.Equal(PageLinks.In(page.RelatedLinks).Select(Path.GetFileNameWithoutExtension), Texts(help, "relatedLinks", "navigationLink", "linkText"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void GetHelp_EveryParameter_HasWhatThePageHas(string name)
    {
        var page = PageFolder.Read(name);
        var shown = Engine.Value.Invoke("Get-Help -Name $args[0] -Parameter *", name);
        Assert.Equal(page.Parameters.Select(parameter => parameter.Name), shown.Select(parameter => HelpObject.Text(parameter, "name")));
        foreach (var (parameter, help) in page.Parameters.Zip(shown))
        {
            Assert.Equal(Plain(parameter.Description), HelpObject.Paragraphs(help, "description"));
            Assert.Equal(parameter.Facts.Type, HelpObject.Text(help, "type", "name"));
            Assert.Equal(parameter.Facts.DefaultValue.Length > 0 ? parameter.Facts.DefaultValue : "None", HelpObject.Text(help, "defaultValue"));
            Assert.Equal(parameter.Facts.Aliases.Count > 0 ? string.Join(", ", parameter.Facts.Aliases) : "none", HelpObject.Text(help, "aliases"));
            Assert.Equal(parameter.Facts.SupportsWildcards, bool.Parse(HelpObject.Text(help, "globbing")));
            Assert.Equal(parameter.Facts.ParameterSets.Any(set => set.IsRequired), bool.Parse(HelpObject.Text(help, "required")));
            Assert.Equal(parameter.Facts.ParameterSets.Any(set => set.ValueFromPipeline), HelpObject.Text(help, "pipelineInput").Contains("ByValue", StringComparison.Ordinal));
            Assert.Equal(
                parameter.Facts.ParameterSets.Any(set => set.ValueFromPipelineByPropertyName),
                HelpObject.Text(help, "pipelineInput").Contains("ByPropertyName", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void GetHelp_Syntax_IsThatOfGetCommand(string name)
    {
        var command = (CmdletInfo)Engine.Value.Invoke("Get-Command -Name $args[0]", name).Single().BaseObject;
        var items = HelpObject.Children(GetHelp(name), "syntax", "syntaxItem");
        Assert.Equal(command.ParameterSets.Count, items.Count);
        foreach (var (set, item) in command.ParameterSets.OrderByDescending(set => set.IsDefault).Zip(items))
        {
            var expected = set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name)).ToDictionary(
                parameter => parameter.Name, parameter => (parameter.IsMandatory, Position: ParameterSetFacts.PositionOf(parameter.Position)));
            var shown = HelpObject.Children(item, "parameter").ToDictionary(
                parameter => HelpObject.Text(parameter, "name"),
                parameter => (IsMandatory: bool.Parse(HelpObject.Text(parameter, "required")), Position: HelpObject.Text(parameter, "position")));
            Assert.Equal(expected.OrderBy(pair => pair.Key).Select(pair => pair.ToString().ToUpperInvariant()), shown.OrderBy(pair => pair.Key).Select(pair => pair.ToString().ToUpperInvariant()));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void GetHelp_Examples_HaveTheCommandsOfThePage(string name)
    {
        var shown = HelpObject.Children(GetHelp(name + " -Examples"), "examples", "example");
        foreach (var (example, help) in PageFolder.Read(name).Examples.Zip(shown))
        {
            var code = HelpObject.Text(help, "code");
            var fences = BlockReader.Read(example.Text).OfType<Fence>().ToList();
            Assert.StartsWith(fences[0].Lines[0], code, StringComparison.Ordinal);
            Assert.All(fences.SelectMany(fence => fence.Lines), line => Assert.Contains(line, code, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void GetHelp_Topic_IsTheTextOfThePage(string name)
    {
        var page = File.ReadAllText(PageFolder.PathOf(name));
        var help = GetHelp(name);
        Assert.Equal(TopicText.Of(PageFolder.PathOf(name), page), help.ToString());
        var synopsis = Section.ReadAll(page.Split('\n'), 1).Single(section => section.Title == "Short description").Text;
        Assert.Equal(synopsis, help.Properties["Synopsis"].Value.ToString());
    }

    [Fact]
    public void GetHelp_ModuleImportedAgain_IsStillThere()
    {
        using var runspace = new ModuleRunspace();
        runspace.Invoke("Import-Module -Name $args[0] -Force -ErrorAction Stop", Repository.Manifest);
        Assert.Contains("MamlCommandHelpInfo", runspace.Invoke("Get-Help New-EC2KeyPairLocal").Single().TypeNames);
        Assert.StartsWith("TOPIC", runspace.Invoke("Get-Help about_Ec2KeyPair").Single().ToString());
    }

    [Fact]
    public void GetHelp_InAnotherLanguage_IsTheEnglishOne()
    {
        using var runspace = new ModuleRunspace();
        const string InGerman = "[System.Threading.Thread]::CurrentThread.CurrentUICulture = $args[0]; Get-Help ";
        var help = runspace.Invoke(InGerman + "New-EC2KeyPairLocal", new NamedCulture("de-DE", new NamedCulture("de", CultureInfo.InvariantCulture))).Single();
        Assert.Contains("MamlCommandHelpInfo", help.TypeNames);
        Assert.StartsWith("TOPIC", runspace.Invoke("Get-Help about_Ec2KeyPair").Single().ToString());
    }

    [Fact]
    public void Help_AsStaged_IsMadeOfThePagesAsTheyAre()
    {
        using var folder = new TemporaryFolder();
        HelpFolder.Make(PageFolder.Path, folder.Path);
        Assert.Equal(Content(folder.Path), Content(Staged));
    }

    private static PSObject GetHelp(string arguments) => Engine.Value.Invoke("Get-Help " + arguments).Single();

    private static IEnumerable<string> Texts(PSObject help, params string[] path) => HelpObject.Children(help, path).Select(text => text.ToString());

    private static IEnumerable<string> Plain(string markdown) => PlainText.Paragraphs(BlockReader.Read(markdown));

    private static Dictionary<string, string> Content(string folder) => Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    /// <summary>A culture by its name, where the process has the data of none.</summary>
    private sealed class NamedCulture(string name, CultureInfo parent) : CultureInfo("")
    {
        public override string Name => name;

        public override CultureInfo Parent => parent;
    }
}
