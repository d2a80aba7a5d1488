using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Ec2KeyPair.Module.Tests;

/// <summary>A hosted engine that has only the commands of Microsoft.PowerShell.Core, as an application that embeds PowerShell has.</summary>
internal sealed class ModuleRunspace : IDisposable
{
    internal ModuleRunspace(bool import = true, string? manifest = null, PSHost? host = null, IEnumerable<SessionStateCommandEntry>? commands = null)
    {
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(commands ?? []);
        Runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        Runspace.Open();
        if (import) Invoke("Import-Module -Name $args[0] -ErrorAction Stop", manifest ?? Repository.Manifest);
    }

    internal Runspace Runspace { get; }

    /// <summary>Runs a script; errors are thrown.</summary>
    internal Collection<PSObject> Invoke(string script, params object[] arguments)
    {
        using var shell = Shell(script, arguments);
        var output = shell.Invoke();
        if (shell.Streams.Error.Count > 0) throw shell.Streams.Error[0].Exception;
        return output;
    }

    /// <summary>A script ready to run, for tests that look at every stream.</summary>
    internal PowerShell Shell(string script, params object[] arguments)
    {
        var shell = PowerShell.Create(Runspace);
        shell.AddScript(script);
        foreach (var argument in arguments) shell.AddArgument(argument);
        return shell;
    }

    public void Dispose() => Runspace.Dispose();
}
