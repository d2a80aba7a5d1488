using System.Xml.Linq;

namespace Ec2KeyPair.Help.Commands;

/// <summary>The namespaces of a help file.</summary>
internal static class MamlNames
{
    internal static readonly XNamespace Root = "http://msh";
    internal static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    internal static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    internal static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
}
