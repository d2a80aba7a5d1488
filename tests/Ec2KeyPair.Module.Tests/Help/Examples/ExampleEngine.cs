using System.Collections.Concurrent;
using Ec2KeyPair.Module.Tests.Display;

namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>An engine with the module and the commands that examples take for granted. Making one costs more than most examples.</summary>
internal sealed class ExampleEngine
{
    private static readonly ConcurrentBag<ExampleEngine> Idle = [];

    private ExampleEngine()
    {
        Runspace.Invoke(StandInCommands.Script);
    }

    internal ConsoleEngine Screen { get; } = new();

    internal ModuleRunspace Runspace => Screen.Module;

    internal static ExampleEngine Take() => Idle.TryTake(out var idle) ? idle : new ExampleEngine();

    /// <summary>The next one finds it as it was. A runspace that had tunnels goes on counting them: nobody gets that one.</summary>
    internal void GiveBack(bool hadTunnels)
    {
        if (hadTunnels)
        {
            Screen.Dispose();
            return;
        }

        Runspace.Runspace.ResetRunspaceState();
        Idle.Add(this);
    }
}
