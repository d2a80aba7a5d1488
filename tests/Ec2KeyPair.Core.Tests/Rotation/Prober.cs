using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Rotation;

/// <summary>Looks all the time whether hosts let somebody in: at their files, as fast as it can, and by real logins, one after the other.</summary>
internal sealed class Prober : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IReadOnlyList<ShellHost> _hosts;
    private readonly string[] _blobs;
    private readonly string[] _keys;
    private readonly List<string> _lockouts = [];
    private readonly Thread _looking;
    private readonly Thread _loggingIn;
    private long _looks;
    private long _logins;

    /// <summary>Begins.</summary>
    /// <param name="hosts">The hosts.</param>
    /// <param name="blobs">The keys, one of which each host has to have.</param>
    /// <param name="keys">The files of their private halves.</param>
    internal Prober(IReadOnlyList<ShellHost> hosts, string[] blobs, string[] keys)
    {
        (_hosts, _blobs, _keys) = (hosts, blobs, keys);
        _looking = new Thread(Look);
        _loggingIn = new Thread(LogIn);
        _looking.Start();
        _loggingIn.Start();
    }

    /// <summary>Ends it: how often it looked and logged in, and when a host let nobody in.</summary>
    internal (long Looks, long Logins, IReadOnlyList<string> Lockouts) Stop()
    {
        _stop.Cancel();
        _looking.Join();
        _loggingIn.Join();
        lock (_lockouts) return (_looks, _logins, _lockouts.ToList());
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    private void Look()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var host in _hosts)
            {
                var content = File.ReadAllText(host.KeysPath);
                if (!_blobs.Any(content.Contains)) Report($"{host.Id} ({host.Shell}): {content}");
                _looks++;
            }

            Thread.Sleep(1); // A look at a file is an instant; two cores have to do the work that is looked at too.
        }
    }

    private void LogIn()
    {
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var host = _hosts[i % _hosts.Count];
            string[] common = ["-F", "none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "IdentitiesOnly=yes", "-o", "LogLevel=ERROR", "-p", $"{host.Port}", "-l", Environment.UserName];
            var result = Tool.Named("ssh").Run([.. common, "-i", _keys[0], "-i", _keys[1], "127.0.0.1", "exit 0"]);
            // Between the two keys that ssh offers the host may have changed from the second to the first: then another login tells.
            if (result.ExitCode != 0) result = Tool.Named("ssh").Run([.. common, "-i", _keys[1], "-i", _keys[0], "127.0.0.1", "exit 0"]);
            if (result.ExitCode != 0) Report($"{host.Id} ({host.Shell}) lets nobody in: {result.Error}");
            _logins++;
        }
    }

    private void Report(string what)
    {
        lock (_lockouts) _lockouts.Add(what);
    }
}
