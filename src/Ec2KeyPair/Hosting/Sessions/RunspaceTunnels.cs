using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>
/// The tunnels of each runspace. They are closed when they are removed, when the module is, when the runspace closes
/// and when the process ends.
/// </summary>
/// <remarks>The table is the only thing shared; what it holds belongs to one runspace and goes when that goes.</remarks>
public sealed class RunspaceTunnels : IModuleAssemblyCleanup
{
    private static readonly ConditionalWeakTable<Runspace, TunnelTable> Tables = new();

    /// <summary>Pipeline thread: the tunnels of the runspace that this runs in.</summary>
    internal static TunnelTable Current => Tables.GetValue(Runspace.DefaultRunspace, Create);

    /// <summary>The module is being removed.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Runspace.DefaultRunspace is { } runspace && Tables.TryGetValue(runspace, out var table)) table.CloseAll();
    }

    private static TunnelTable Create(Runspace runspace)
    {
        var table = new TunnelTable();
        runspace.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken) table.CloseAll();
        };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => table.CloseAll();
        return table;
    }
}
