using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>A hosted engine that has only the commands of Microsoft.PowerShell.Core.</summary>
internal sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    internal ModuleSession() => _runspace.Open();

    internal static ModuleSession WithModule(string? manifest = null)
    {
        var session = new ModuleSession();
        session.Import(manifest ?? Repository.Manifest);
        return session;
    }

    internal void Import(string manifest) => Invoke("Import-Module -Name $args[0] -ErrorAction Stop", manifest);

    /// <summary>Runs a script; the first error is thrown.</summary>
    internal Collection<PSObject> Invoke(string script, params object[] arguments)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (var argument in arguments) shell.AddArgument(argument);
        var output = shell.Invoke();
        return shell.Streams.Error.Count == 0 ? output : throw shell.Streams.Error[0].Exception;
    }

    public void Dispose() => _runspace.Dispose();
}
