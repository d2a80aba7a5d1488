using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>What an example needs beside the account and the key store.</summary>
/// <param name="Terminal">A person at a terminal: there is none, and it must be refused for that.</param>
/// <param name="Desktop">A screen for a remote desktop: likewise.</param>
/// <param name="Ssh">An SSH server on linux-1.</param>
/// <param name="Endpoint">An Instance Connect Endpoint.</param>
/// <param name="Closed">The instance linux-2, to which nothing leads.</param>
/// <param name="Template">A launch template with the key pair web.</param>
/// <param name="Agent">An ssh-agent.</param>
/// <param name="Shell">A shell on linux-1.</param>
internal sealed record ExampleNeeds(bool Terminal, bool Desktop, bool Ssh, bool Endpoint, bool Closed, bool Template, bool Agent, bool Shell)
{
    // How the titles say it.
    private const string AtATerminal = "(at a terminal)";
    private const string AtADesktop = "(at a desktop)";

    // What logs in, or asks for the host keys, which sshd makes.
    private static readonly string[] OfSsh = ["Connect-EC2Instance", "Copy-EC2InstanceItem", "EC2HostKey", "EC2KnownHost", "EC2SshConfig", "EC2InstanceAccess", "EC2AuthorizedKey", "-Via Direct"];

    /// <summary>Part of what the refusal says; null where the example is to succeed as the page shows.</summary>
    internal string? Refusal => Terminal ? "needs a terminal, and this host has none" : Desktop ? "needs a graphical display, and this session has none" : null;

    internal bool ChangeTheEnvironment => Agent || Desktop;

    internal static ExampleNeeds Of(ExampleHelp example)
    {
        var steps = ExampleStep.Of(example);
        var isTerminal = example.Title.EndsWith(AtATerminal, StringComparison.Ordinal);
        var isDesktop = example.Title.EndsWith(AtADesktop, StringComparison.Ordinal);
        return new(
            isTerminal,
            isDesktop,
            OfSsh.Any(Has) && !isTerminal && !isDesktop,
            Has("InstanceConnectEndpoint"),
            Has("linux-2"),
            Has("EC2KeyPairUsage"),
            Has("-ToAgent"),
            Has("Invoke-EC2InstanceCommand"));

        bool Has(string text) => steps.Any(step => step.Command.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>Why it can't be run on this machine; null when it can.</summary>
    internal string? Obstacle() =>
        Ssh && (!LinuxInstance.HasSshServer || Tool.Find("ssh") is null) ? "ssh and sshd are not installed"
        : Agent && (OperatingSystem.IsWindows() || Tool.Find("ssh-agent") is null) ? "ssh-agent is not installed"
        : Shell && OperatingSystem.IsWindows() ? "there is no sh"
        : Desktop && !OperatingSystem.IsLinux() ? "the screen of this system can't be taken away"
        : null;
}
