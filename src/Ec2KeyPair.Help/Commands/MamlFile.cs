using System.Text;
using System.Xml;
using System.Xml.Linq;
using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Help.Commands;

/// <summary>The help file of the cmdlets, as PowerShell's own loader reads it.</summary>
internal static class MamlFile
{
    /// <summary>The file's text, in UTF-8.</summary>
    internal static string Text(IEnumerable<CommandPage> pages)
    {
        // The attribute is what makes the loader take it for MAML: CommandHelpProvider.IsMamlHelp.
        var root = new XElement(MamlNames.Root + "helpItems", new XAttribute("schema", "maml"), pages.Select(MamlCommand.Of));
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) }))
        {
            root.Save(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
