using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>A real server program of an instance, on the instance's own loopback address and a free port, with a temporary folder of its own.</summary>
public abstract class LoopbackServer : IDisposable
{
    private static readonly ConcurrentDictionary<LoopbackServer, byte> All = new();

    private readonly SemaphoreSlim _starting = new(1, 1);
    private Process? _process;

    // A program that ends without disposing leaves no server behind either.
    static LoopbackServer() => AppDomain.CurrentDomain.ProcessExit += (_, _) => All.Keys.ToList().ForEach(server => server.Stop());

    private protected LoopbackServer(Instance instance)
    {
        All[this] = 0;
        Folder = Directory.CreateTempSubdirectory("ec2kp-" + instance.Id + "-").FullName;

        // Every 127.x.y.z is this machine on Linux: an address per instance keeps known hosts apart.
        var n = instance.Number;
        Host = OperatingSystem.IsLinux() ? $"127.{1 + ((n >> 14) & 63)}.{(n >> 7) & 127}.{1 + (n & 127)}" : "127.0.0.1";
    }

    /// <summary>The instance's own loopback address.</summary>
    public string Host { get; }

    public int Port { get; private set; }

    public int? ProcessId => _process?.Id;

    public bool IsRunning => _process is { HasExited: false };

    public abstract string LogPath { get; }

    private protected string Folder { get; }

    /// <summary>Starts it unless it runs.</summary>
    /// <exception cref="InvalidOperationException">It does not start; the text has its log.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; !IsRunning; attempt++)
            {
                Port = FreePort();
                var start = Configure();
                start.RedirectStandardInput = true;
                _process = Process.Start(start)!;
                if (await AnswersAsync(cancellationToken)) continue;
                // It may run all the same, where it got one of its addresses and not the other.
                Stop();
                if (attempt < 2) continue;
                throw new InvalidOperationException($"{start.FileName} does not start: " + (File.Exists(LogPath) ? await File.ReadAllTextAsync(LogPath, cancellationToken) : "no log"));
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    public void Stop()
    {
        if (_process is { } process)
        {
            _process = null;
            try
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(5_000);
            }
            catch (InvalidOperationException)
            {
                // It has ended already.
            }

            process.Dispose();
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Stop();
            All.TryRemove(this, out _);
            _starting.Dispose();
            TemporaryFolder.Delete(Folder);
        }
    }

    /// <summary>Writes its configuration for <see cref="Host"/> and <see cref="Port"/>; the command line that starts it in the foreground.</summary>
    private protected abstract ProcessStartInfo Configure();

    // Below the ports that systems give to outgoing connections: one of those, made in the meantime, may take the port on the
    // instance's own address, which is also the source of connections to it.
    private int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            if (IsFree(IPAddress.Loopback, port) && IsFree(IPAddress.Parse(Host), port)) return port;
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        for (var wait = 0; wait < 200 && IsRunning; wait++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(Host, Port, cancellationToken);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(25, cancellationToken);
            }
        }

        return false;
    }
}
