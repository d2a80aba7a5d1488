using System.Globalization;
using System.Management.Automation.Host;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>powershell.exe -NonInteractive as the engine sees it: takes the exit code, prompts for nothing.</summary>
internal sealed class MachineHost(MachineHostUI ui) : PSHost
{
    /// <summary>What the script's exit said; null when it said nothing.</summary>
    internal int? ExitCode { get; private set; }

    public override string Name => "ConsoleHost";

    public override Version Version { get; } = new(5, 1, 20348, 2849);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => ui;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
