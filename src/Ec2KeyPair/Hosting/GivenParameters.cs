using System.Collections;
using System.Management.Automation;

namespace Ec2KeyPair.Hosting;

/// <summary>
/// Which parameters a person gave to this very call. What <c>$PSDefaultParameterValues</c> adds to every call (<c>*-EC2*:StorePath</c>)
/// is meant for those that have a use for it, and contradicts nothing.
/// </summary>
internal static class GivenParameters
{
    private const string Defaults = "PSDefaultParameterValues";

    /// <summary>Pipeline thread. Their names.</summary>
    internal static IReadOnlyCollection<string> Given(this PSCmdlet cmdlet) =>
        [.. cmdlet.MyInvocation.BoundParameters.Keys.Where(name => !HasDefault(cmdlet, name))];

    // A key is "Command:Parameter", both with wildcards. The one named Disabled turns all of them off.
    // https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parameters_default_values
    private static bool HasDefault(PSCmdlet cmdlet, string parameter) =>
        cmdlet.SessionState.PSVariable.GetValue(Defaults) is IDictionary defaults
        && !LanguagePrimitives.IsTrue(defaults["Disabled"])
        && defaults.Keys.OfType<string>().Any(key => key.Split(':') is [var command, var name]
            && Fits(command, cmdlet.MyInvocation.MyCommand.Name)
            && Fits(name, parameter));

    private static bool Fits(string pattern, string text) => WildcardPattern.Get(pattern.Trim(), WildcardOptions.IgnoreCase).IsMatch(text);
}
