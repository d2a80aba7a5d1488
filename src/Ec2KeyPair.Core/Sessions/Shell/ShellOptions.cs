namespace Ec2KeyPair.Core.Sessions.Shell;

/// <summary>How a shell is attached.</summary>
public sealed record ShellOptions
{
    /// <summary>The target runs Windows, where a lone line feed is not Enter.</summary>
    public bool IsWindows { get; init; }

    /// <summary>
    /// Shows a line of this side, for example on standard error, before any output: the account's message comes through
    /// it, fit to be shown. Null when the caller shows the message itself.
    /// </summary>
    public Func<string, Task>? Say { get; init; }
}
