namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>
/// The keys that eic_run_authorized_keys would find in the instance's metadata: each for one account and 60 s of the
/// endpoint's clock. They are in a file that sshd reads at each login.
/// </summary>
public sealed class PushedKeys(string path, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<(string Line, DateTimeOffset Until)> _keys = [];
    private readonly List<ITimer> _timers = [];

    public string Path => path;

    /// <summary>How often one was pushed.</summary>
    public int Count { get; private set; }

    /// <summary>Ends the life of all of them now.</summary>
    public void Expire()
    {
        lock (_gate)
        {
            _keys.Clear();
            Write();
        }
    }

    internal void Add(string line)
    {
        lock (_gate)
        {
            Count++;
            _keys.Add((line, time.GetUtcNow() + Lifetime));
            Write();
            _timers.Add(time.CreateTimer(_ => Sweep(), null, Lifetime, Timeout.InfiniteTimeSpan));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timers.ForEach(timer => timer.Dispose());
        }
    }

    private void Sweep()
    {
        lock (_gate)
        {
            if (_keys.RemoveAll(key => key.Until <= time.GetUtcNow()) > 0) Write();
        }
    }

    private void Write()
    {
        // In one step: sshd may be reading.
        var fresh = path + ".new";
        File.WriteAllLines(fresh, _keys.Select(key => key.Line));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(fresh, path, overwrite: true);
    }
}
