using System.Diagnostics;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Connect.Rdp.FreeRdp;

/// <summary>FreeRDP, version 2 or 3.</summary>
/// <param name="path">Full path of the program.</param>
/// <param name="inherited">Variables that it inherits beside those of this process.</param>
internal sealed class FreeRdpClient(string path, IReadOnlyDictionary<string, string>? inherited = null) : IRdpClient
{
    // A program that it has started may hold its output open.
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);

    public string Path => path;

    public bool NeedsOwnLocalAddress => false;

    public void CheckArguments(IReadOnlyList<string> arguments) => FreeRdpArguments.Check(arguments);

    public async Task<int> RunAsync(RdpLaunch launch, CancellationToken cancel)
    {
        CheckArguments(launch.ClientArguments);
        var line = RdpPassword.Line(launch.Login.Password);
        try
        {
            using var folder = new PrivateTemporaryFolder();
            var file = RdpConnectionFile.Write(launch, folder);
            using var process = RdpProcess.Start(StartInfo(folder), FreeRdpArguments.Of(launch, file));
            var output = new FreeRdpOutput(launch.Say);
            var reading = Task.WhenAll(output.ReadAsync(process.Output), output.ReadAsync(process.Error));
            try
            {
                await PassAsync(line, process.Input).ConfigureAwait(false);
                var exitCode = await process.EndAsync(cancel).ConfigureAwait(false);
                await Task.WhenAny(reading, Task.Delay(LongestRest, CancellationToken.None)).ConfigureAwait(false);
                return FreeRdpExit.Error(exitCode, output, launch) is { } error ? throw error : exitCode;
            }
            finally
            {
                process.Dispose();
                // Whatever reading ended with: that the lines can't be shown any more is no failure of the connection.
                await Task.WhenAny(reading, Task.Delay(LongestRest, CancellationToken.None)).ConfigureAwait(false);
            }
        }
        finally
        {
            Array.Clear(line, 0, line.Length);
        }
    }

    // Closed after the password: whatever else it might ask for, nobody answers.
    private static async Task PassAsync(byte[] line, Stream input)
    {
        using (input)
        {
            try
            {
                await input.WriteAsync(line, 0, line.Length).ConfigureAwait(false);
                await input.FlushAsync().ConfigureAwait(false);
            }
            catch (IOException)
            {
                // It ended without reading; its exit code says why.
            }
        }
    }

    private ProcessStartInfo StartInfo(PrivateTemporaryFolder folder)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var environment = start.Environment;
        foreach (var variable in inherited ?? new Dictionary<string, string>()) environment[variable.Key] = variable.Value;

        // FREERDP_ASKPASS would be asked for the password in place of the standard input (version 3), and settings of its
        // log would send elsewhere what it says about the certificate. With a proxy it would go another way than was looked at.
        var unwanted = environment.Keys.Where(name => name.StartsWith("FREERDP_", StringComparison.Ordinal)
            || name.StartsWith("WLOG_", StringComparison.Ordinal)
            || string.Equals(name, "https_proxy", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var name in unwanted) environment.Remove(name);

        // Only the pinned certificate is to count: not one that FreeRDP remembers for this address, and not one that an
        // authority vouches for. So it finds no memory of its own and no authorities (OpenSSL, X509_get_default_cert_file).
        environment["XDG_CONFIG_HOME"] = folder.MakeFolder("config");
        environment["SSL_CERT_DIR"] = folder.MakeFolder("authorities");
        environment["SSL_CERT_FILE"] = System.IO.Path.Combine(folder.Path, "authorities", "none");
        return start;
    }
}
