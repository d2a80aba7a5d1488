using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Hosting;

/// <summary>Asks -WhatIf and -Confirm. Where nobody can answer, that is an error and not a prompt that waits for ever.</summary>
internal static class Confirmation
{
    /// <summary>Pipeline thread: true when it may be done.</summary>
    /// <exception cref="Ec2KeyPairException">HostNotInteractive.</exception>
    internal static bool Ask(PSCmdlet cmdlet, string target, string action)
    {
        if (HostConsole.IsDeaf(cmdlet.Host) && Prompts(cmdlet)) throw NobodyThere(target, action, null);
        try
        {
            return cmdlet.ShouldProcess(target, action);
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException or NotImplementedException)
        {
            // A host without a user interface, or with one that was told not to ask.
            throw NobodyThere(target, action, e);
        }
    }

    // As the engine decides it (about_Preference_Variables, $ConfirmPreference).
    private static bool Prompts(PSCmdlet cmdlet)
    {
        var given = cmdlet.MyInvocation.BoundParameters;
        if (IsOn(given, "WhatIf") ?? LanguagePrimitives.IsTrue(cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference"))) return false;
        if (IsOn(given, "Confirm") is { } asked) return asked;
        var impact = cmdlet.GetType().GetCustomAttribute<CmdletAttribute>()?.ConfirmImpact ?? ConfirmImpact.Medium;
        return LanguagePrimitives.TryConvertTo<ConfirmImpact>(cmdlet.SessionState.PSVariable.GetValue("ConfirmPreference"), out var preference)
            && preference != ConfirmImpact.None
            && impact >= preference;
    }

    private static bool? IsOn(Dictionary<string, object> given, string name) =>
        given.TryGetValue(name, out var value) ? LanguagePrimitives.IsTrue(value) : null;

    private static Ec2KeyPairException NobodyThere(string target, string action, Exception? cause) => new(
        ErrorCondition.HostNotInteractive,
        $"'{action}' on {target} has to be confirmed, and nobody can be asked here.",
        target,
        "Confirm it beforehand with -Confirm:$false.",
        cause);
}
