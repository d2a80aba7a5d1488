namespace Ec2KeyPair.Core.RunCommand;

/// <summary>A command for instances. All of it stands in the account's command history: it never holds a secret.</summary>
/// <param name="Document">The Command document, <c>AWS-RunPowerShellScript</c>.</param>
/// <param name="Parameters">What it takes; every value is a list.</param>
public sealed record CommandRequest(string Document, IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters)
{
    /// <summary>How many instances one SendCommand may name.</summary>
    public const int MostInstances = 50;

    /// <summary>What the history shows beside it, at most 100 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>
    /// How long the agent has to fetch it; Systems Manager takes 30 s to 30 days, and gives up only after this and the
    /// execution timeout together.
    /// </summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A script for Windows PowerShell 5.1, which runs as SYSTEM.</summary>
    /// <param name="lines">Its lines; <c>{{</c> in them would be taken for a reference to a parameter.</param>
    /// <param name="executionTimeout">How long it may run once it has been delivered, in whole seconds.</param>
    public static CommandRequest PowerShell(IReadOnlyList<string> lines, TimeSpan executionTimeout) =>
        Script("AWS-RunPowerShellScript", lines, executionTimeout);

    /// <summary>A script for sh, which runs as root.</summary>
    /// <param name="lines">Its lines; <c>{{</c> in them would be taken for a reference to a parameter.</param>
    /// <param name="executionTimeout">How long it may run once it has been delivered, in whole seconds.</param>
    public static CommandRequest Shell(IReadOnlyList<string> lines, TimeSpan executionTimeout) =>
        Script("AWS-RunShellScript", lines, executionTimeout);

    private static CommandRequest Script(string document, IReadOnlyList<string> lines, TimeSpan executionTimeout) => new(
        document,
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["commands"] = lines,
            ["executionTimeout"] = [((long)executionTimeout.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture)],
        });
}
