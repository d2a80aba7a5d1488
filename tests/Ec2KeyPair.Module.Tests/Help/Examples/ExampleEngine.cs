using System.Collections.Concurrent;

namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>An engine with the module and the commands that examples take for granted. Making one costs more than most examples.</summary>
internal sealed class ExampleEngine
{
    private static readonly ConcurrentBag<ExampleEngine> Idle = [];

    private ExampleEngine()
    {
        Runspace.Invoke(StandInCommands.Script);
        Screen = new ExampleScreen(Runspace.Runspace);
    }

    internal ModuleRunspace Runspace { get; } = new();

    internal ExampleScreen Screen { get; }

    internal static ExampleEngine Take() => Idle.TryTake(out var idle) ? idle : new ExampleEngine();

    /// <summary>The next one finds it as it was.</summary>
    internal void GiveBack()
    {
        Runspace.Invoke("Get-EC2Tunnel | Remove-EC2Tunnel");
        Runspace.Runspace.ResetRunspaceState();
        Idle.Add(this);
    }
}
