using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests.Composition;

/// <summary>What the module's cmdlets say that they write.</summary>
internal static class OutputTypes
{
    /// <summary>The module's own types of output.</summary>
    internal static IReadOnlyList<Type> All()
    {
        using var runspace = new ModuleRunspace();
        return
        [
            .. runspace.Invoke("Get-Command -Module Ec2KeyPair")
                .SelectMany(command => ((CmdletInfo)command.BaseObject).OutputType)
                .Select(output => output.Type)
                .Where(type => type.Namespace!.StartsWith("Ec2KeyPair", StringComparison.Ordinal))
                .DistinctBy(type => type.FullName),
        ];
    }
}
