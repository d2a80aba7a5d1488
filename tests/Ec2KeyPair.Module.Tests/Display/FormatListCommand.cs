using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Ec2KeyPair.Module.Tests.Display;

/// <summary>
/// Format-List. The shell's own is in Microsoft.PowerShell.Commands.Utility, which an embedded engine has not got; all that it
/// does is done by this base class, in the engine, which is told the shape by a member that only the shell's commands reach:
/// https://github.com/PowerShell/PowerShell/blob/v7.6.0/src/Microsoft.PowerShell.Commands.Utility/commands/utility/FormatAndOutput/format-list/Format-List.cs
/// </summary>
[Cmdlet(VerbsCommon.Format, "List")]
internal sealed class FormatListCommand : OuterFormatTableAndListBase
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    public FormatListCommand()
    {
        var engine = typeof(PSObject).Assembly;
        var inner = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.InnerFormatShapeCommand", throwOnError: true)!;
        var shape = Enum.Parse(engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.FormatShape", throwOnError: true)!, "List");
        typeof(FrontEndCommandBase).GetField("implementation", Hidden)!.SetValue(this, inner.GetConstructors(Hidden | BindingFlags.Public)[0].Invoke([shape]));
    }
}
