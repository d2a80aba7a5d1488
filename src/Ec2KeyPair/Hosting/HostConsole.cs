using System.Management.Automation.Host;

namespace Ec2KeyPair.Hosting;

/// <summary>Is there a person at a terminal?</summary>
internal static class HostConsole
{
    private const string ConsoleHost = "ConsoleHost";

    /// <summary>
    /// True when this host is a console with keyboard and screen attached. A scheduled task, a CI job, a remote
    /// session, <c>pwsh -NonInteractive</c> and an embedded engine are not.
    /// </summary>
    internal static bool IsInteractive(PSHost host) =>
        host.Name == ConsoleHost
        && Environment.UserInteractive
        && !Console.IsInputRedirected
        && !Console.IsOutputRedirected
        && !Environment.GetCommandLineArgs().Any(argument => argument.StartsWith("-noni", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// True for a console that has nobody at its keyboard or screen. Of other hosts that is not known: an editor's has
    /// no console and asks all the same.
    /// </summary>
    internal static bool IsDeaf(PSHost host) => host.Name == ConsoleHost && !IsInteractive(host);
}
