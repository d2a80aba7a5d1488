using System.Collections.Concurrent;

namespace Ec2KeyPair.Core.Tests.Store;

/// <summary>Looks at a folder and all in it, over and over, for access wider than the owner's.</summary>
internal sealed class AccessWatch : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<string> _open = [];
    private readonly Thread _prober;
    private int _seen;

    internal AccessWatch(string folder)
    {
        _prober = new Thread(() => Probe(folder));
        if (!OperatingSystem.IsWindows()) _prober.Start(); // Unix modes only.
    }

    /// <summary>How many times anything was looked at.</summary>
    internal int Seen => _seen;

    /// <summary>What stood open at some moment.</summary>
    internal IEnumerable<string> Stop()
    {
        _stop.Cancel();
        if (_prober.IsAlive) _prober.Join();
        return _open.Distinct();
    }

    public void Dispose()
    {
        _ = Stop();
        _stop.Dispose();
    }

    private void Probe(string folder)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                foreach (var path in Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder).Prepend(folder) : [])
                {
                    if (ModeOrNull(path) is not { } mode) continue;
                    _seen++;
                    if ((mode & StoreFolder.Others) != 0) _open.Add($"{path} {mode}");
                }
            }
            catch (IOException)
            {
                // The folder has gone at this moment.
            }

            Thread.Yield();
        }
    }

    private static UnixFileMode? ModeOrNull(string path)
    {
        try
        {
            return StoreFolder.Mode(path);
        }
        catch (IOException)
        {
            return null; // Gone since.
        }
    }
}
