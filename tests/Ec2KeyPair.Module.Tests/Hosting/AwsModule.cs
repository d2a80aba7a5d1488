using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using Ec2KeyPair.AwsEndpoint;

namespace Ec2KeyPair.Module.Tests;

/// <summary>
/// The real module in a hosted engine, a loopback AWS and a key store of its own. Scripts find them as
/// <c>@aws</c> (Region, keys, endpoint) and <c>$store</c>.
/// </summary>
internal sealed class AwsModule : IAsyncDisposable
{
    private const string Caught = "ec2KeyPairTestCaught";
    private static readonly ConcurrentBag<ModuleRunspace> Idle = [];
    private readonly ModuleRunspace _engine = Idle.TryTake(out var idle) ? idle : new ModuleRunspace();
    private readonly TemporaryFolder _folder = new();

    private AwsModule(LoopbackAws aws)
    {
        Aws = aws;
        Set("aws", new System.Collections.Hashtable
        {
            ["Region"] = "us-east-1", ["AccessKey"] = aws.AccessKey, ["SecretKey"] = aws.SecretKey, ["EndpointUrl"] = aws.Url,
        });
        Set("endpoint", aws.Url);
        Set("store", Store);
        Set("folder", Folder);
    }

    internal LoopbackAws Aws { get; }

    /// <summary>An empty folder for files of the test.</summary>
    internal string Folder => _folder.Path;

    internal string Store => Path.Combine(_folder.Path, "keys");

    internal Runspace Runspace => _engine.Runspace;

    internal static async Task<AwsModule> StartAsync(LoopbackAwsOptions? options = null) => new(await LoopbackAws.StartAsync(options));

    internal static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var character in text) secure.AppendChar(character);
        return secure;
    }

    internal void Set(string variable, object? value) => Runspace.SessionStateProxy.SetVariable(variable, value);

    internal object? Get(string variable) => Runspace.SessionStateProxy.GetVariable(variable);

    internal PowerShell Shell(string script, params object[] arguments) => _engine.Shell(script, arguments);

    /// <summary>Runs a script to its end, whatever that is.</summary>
    internal Outcome Run(string script, params object[] arguments)
    {
        // What ends the pipeline is caught here; what does not goes to the error stream.
        Set(Caught, null);
        using var shell = Shell("try {\n" + script + "\n} catch { $global:" + Caught + " = $_ }", arguments);
        var output = shell.Invoke();
        var caught = Get(Caught);
        var terminating = (caught is PSObject wrapped ? wrapped.BaseObject : caught) as ErrorRecord;
        return new Outcome(
            [.. output],
            [.. shell.Streams.Error],
            terminating,
            [.. shell.Streams.Verbose.Select(record => record.Message)],
            [.. shell.Streams.Warning.Select(record => record.Message)],
            [
                .. shell.Streams.Debug.Select(record => record.Message),
                .. shell.Streams.Information.Select(record => record.ToString()),
                .. shell.Streams.Progress.Select(record => record.Activity + record.StatusDescription + record.CurrentOperation),
            ]);
    }

    /// <summary>Writes a private file of the test.</summary>
    internal string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (Aws.Sessions.All.Count > 0 || Aws.Tunnels.All.Count > 0) Run("Get-EC2Tunnel | Remove-EC2Tunnel");
        // The next test finds the engine as a fresh import leaves it.
        Runspace.ResetRunspaceState();
        Idle.Add(_engine);
        await Aws.DisposeAsync();
        _folder.Dispose();
    }
}
