namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>The tunnels of one runspace, by number.</summary>
internal sealed class TunnelTable
{
    private readonly object _lock = new();
    private readonly SortedDictionary<int, OpenTunnel> _tunnels = [];
    private int _latestId;

    internal IReadOnlyList<OpenTunnel> All
    {
        get
        {
            lock (_lock) return [.. _tunnels.Values];
        }
    }

    /// <summary>Keeps a tunnel under the next number.</summary>
    internal OpenTunnel Add(Func<int, OpenTunnel> create)
    {
        lock (_lock)
        {
            var tunnel = create(++_latestId);
            _tunnels.Add(tunnel.Id, tunnel);
            return tunnel;
        }
    }

    internal OpenTunnel? Find(int id)
    {
        lock (_lock) return _tunnels.TryGetValue(id, out var tunnel) ? tunnel : null;
    }

    /// <summary>Takes a tunnel out; its taker closes it. Null when another was quicker.</summary>
    internal OpenTunnel? Take(int id)
    {
        lock (_lock)
        {
            if (!_tunnels.TryGetValue(id, out var tunnel)) return null;
            _tunnels.Remove(id);
            return tunnel;
        }
    }

    /// <summary>Closes all of them, side by side, within some seconds.</summary>
    internal void CloseAll()
    {
        List<OpenTunnel> tunnels;
        lock (_lock)
        {
            tunnels = [.. _tunnels.Values];
            _tunnels.Clear();
        }

        // The engine and the process wait for nobody: what is to be said to AWS has to be said before this returns.
        Task.WhenAll(tunnels.Select(tunnel => Task.Run(async () => await tunnel.DisposeAsync()))).GetAwaiter().GetResult();
    }
}
