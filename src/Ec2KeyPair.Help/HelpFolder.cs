using System.Text;
using Ec2KeyPair.Help.Commands;
using Ec2KeyPair.Help.Pages;
using Ec2KeyPair.Help.Topics;

namespace Ec2KeyPair.Help;

/// <summary>The folder that Get-Help looks into: one MAML file for the cmdlets, one text for each topic.</summary>
internal static class HelpFolder
{
    private const string CommandFile = "Ec2KeyPair.dll-Help.xml";
    private const string TopicEnd = ".help.txt";

    /// <summary>Makes it anew; a topic whose page is gone goes too.</summary>
    /// <exception cref="PageException">A page is not of the form it should have.</exception>
    internal static void Make(string pages, string help)
    {
        var files = Directory.GetFiles(pages, "*.md").Order(StringComparer.Ordinal).ToLookup(IsTopic);
        var commands = files[false].Select(CommandPageReader.ReadFile).ToList();
        var topics = files[true].ToDictionary(file => Path.GetFileNameWithoutExtension(file) + TopicEnd, TopicText.OfFile);

        Directory.CreateDirectory(help);
        foreach (var gone in Directory.GetFiles(help, "*" + TopicEnd).Where(file => !topics.ContainsKey(Path.GetFileName(file)))) File.Delete(gone);
        foreach (var (name, text) in topics) Write(Path.Combine(help, name), text);
        // Last: the build takes it for the sign that all was done.
        Write(Path.Combine(help, CommandFile), MamlFile.Text(commands));
    }

    private static bool IsTopic(string file) => Path.GetFileName(file).StartsWith("about_", StringComparison.Ordinal);

    private static void Write(string path, string text) => File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
