using System.Diagnostics;

namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>The loopback AWS in a process of its own, so that it shares neither our heap nor our thread pool.</summary>
internal sealed class Endpoint : IDisposable
{
    private readonly Process _process;

    private Endpoint(
        Process process,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<string> instances,
        IReadOnlyList<(string Address, int Port, string User)> ssh,
        string keyFile)
    {
        _process = process;
        Environment = environment;
        Instances = instances;
        Ssh = ssh;
        KeyFile = keyFile;
    }

    /// <summary>What points an AWS client here and nowhere else.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The ids of its instances.</summary>
    internal IReadOnlyList<string> Instances { get; }

    /// <summary>Where the instances' SSH servers are; none where there is no sshd.</summary>
    internal IReadOnlyList<(string Address, int Port, string User)> Ssh { get; }

    /// <summary>The private half of their one launch key.</summary>
    internal string KeyFile { get; }

    /// <summary>Starts it with so many Windows instances that share one launch key.</summary>
    internal static Endpoint Start(int instances, TemporaryFolder folder) => Start(instances, folder, "--linux", "0");

    /// <summary>The same with further options.</summary>
    internal static Endpoint Start(int instances, TemporaryFolder folder, params string[] options)
    {
        var keyFile = folder[Path.GetRandomFileName() + ".pem"];
        var start = new ProcessStartInfo(
            "dotnet", [Repository.Endpoint, "--windows", $"{instances}", "--private-key-out", keyFile, .. options])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        try
        {
            var environment = new Dictionary<string, string>
            {
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["AWS_CONFIG_FILE"] = folder["no-config"],
                ["AWS_SHARED_CREDENTIALS_FILE"] = folder["no-credentials"],
                ["AWS_PAGER"] = "",
                ["NO_PROXY"] = "127.0.0.1",
            };
            var ids = new List<string>(instances);
            var ssh = new List<(string Address, int Port, string User)>();
            while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith("# Ctrl+C", StringComparison.Ordinal))
            {
                if (line.StartsWith("export ", StringComparison.Ordinal))
                {
                    var at = line.IndexOf('=', StringComparison.Ordinal);
                    environment[line[7..at]] = line[(at + 1)..];
                }
                else if (line.StartsWith("# i-", StringComparison.Ordinal))
                {
                    ids.Add(line.Split(' ')[1]);
                    if (line.Split("  ssh -p ") is [_, var login] && login.Split(' ', '@') is [var port, var user, var address])
                    {
                        ssh.Add((address, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), user));
                    }
                }
            }

            if (ids.Count < instances) throw new InvalidOperationException("The endpoint did not start.");
            return new Endpoint(process, environment, ids, ssh, keyFile);
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>Makes this process an AWS client of the endpoint too.</summary>
    internal void BecomeClient()
    {
        foreach (var (name, value) in Environment) System.Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => End(_process);

    private static void End(Process process)
    {
        // Asked first: it ends the servers that it has started.
        if (!process.HasExited && !OperatingSystem.IsWindows()) Process.Start("kill", ["-s", "INT", $"{process.Id}"])?.WaitForExit();
        if (OperatingSystem.IsWindows() || !process.WaitForExit(TimeSpan.FromSeconds(20))) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
