using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust.Evidence;

namespace Ec2KeyPair.Core.Trust;

/// <summary>Collects what tells an instance's host keys.</summary>
/// <param name="openConsole">Opens the console; pins alone need no AWS.</param>
/// <param name="openReader">Opens Run Command.</param>
/// <param name="pins">The known_hosts file.</param>
/// <param name="clock">The time of learning.</param>
public sealed class HostKeyFinder(Func<HostKeyConsole> openConsole, Func<IHostKeyReader> openReader, PinnedHostKeys pins, IClock clock)
{
    /// <summary>Asks the sources. What one of them can't tell is no exception, but stands among the failures.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="sources">Whom to ask.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Ec2KeyPairException">What makes every instance pointless (no credentials), FileReadFailed.</exception>
    public async Task<HostKeyFindings> FindAsync(string instanceId, HostKeySource sources, CancellationToken cancel)
    {
        var known = pins.Of(instanceId);
        var keys = new List<InstanceHostKey>();
        var failures = new List<Ec2KeyPairException>();
        var console = sources.HasFlag(HostKeySource.Console) ? ConsoleAsync(instanceId, known, cancel) : null;
        var read = sources.HasFlag(HostKeySource.RunCommand) ? ReadAsync(instanceId, known, cancel) : null;
        if (console is not null) await AddAsync(console, keys, failures).ConfigureAwait(false);
        if (read is not null) await AddAsync(read, keys, failures).ConfigureAwait(false);
        if (sources.HasFlag(HostKeySource.Pinned)) AddPinned(instanceId, known, keys, failures);
        return new(instanceId, keys, failures);
    }

    private static async Task AddAsync(Task<IReadOnlyList<InstanceHostKey>> found, List<InstanceHostKey> keys, List<Ec2KeyPairException> failures)
    {
        try
        {
            keys.AddRange(await found.ConfigureAwait(false));
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            failures.Add(e);
        }
    }

    private async Task<IReadOnlyList<InstanceHostKey>> ConsoleAsync(string instanceId, InstancePins known, CancellationToken cancel)
    {
        var told = await openConsole().ReadAsync(instanceId, cancel).ConfigureAwait(false);
        if (told.IsEmpty)
        {
            throw HostKeyErrors.Unknown(instanceId, told.IsContradictory ? "its console output tells two different ones" : "its console output shows none");
        }

        var now = clock.UtcNow;
        return told.Keys
            .Select(key => InstanceHostKey.Of(instanceId, key, HostKeySource.Console, known.Has(key), now, "a block of keys in its console output"))
            .Concat(told.Fingerprints.Select(print => InstanceHostKey.Of(instanceId, print, known, now, "a block of fingerprints in its console output")))
            .ToList();
    }

    private async Task<IReadOnlyList<InstanceHostKey>> ReadAsync(string instanceId, InstancePins known, CancellationToken cancel)
    {
        var keys = await openReader().ReadAsync(instanceId, cancel).ConfigureAwait(false);
        var now = clock.UtcNow;
        return keys.Select(key => InstanceHostKey.Of(instanceId, key, HostKeySource.RunCommand, known.Has(key), now, "its sshd's own files")).ToList();
    }

    private void AddPinned(string instanceId, InstancePins known, List<InstanceHostKey> keys, List<Ec2KeyPairException> failures)
    {
        // One that was told by another source says already that it is pinned.
        var told = new HashSet<string?>(keys.Select(key => key.PublicKey), StringComparer.Ordinal);
        keys.AddRange(known.All.Where(pin => !told.Contains(pin.Key.ToString())).Select(pin =>
        {
            var comment = PinComment.TryRead(pin.Comment);
            var evidence = $"'{pins.Path}'"
                + (known.Revoked.Contains(pin.Key) ? ", revoked there" : "")
                + (pin.IsOwn ? "" : ", by a pattern")
                + (comment is { } own ? $", learnt from {own.Origin}" : pin.Comment.Length > 0 ? $", '{Printable.Text(pin.Comment)}'" : "");
            return InstanceHostKey.Of(instanceId, pin.Key, HostKeySource.Pinned, known.Has(pin.Key), comment?.PinnedUtc, evidence);
        }));
        if (known.All.Count == 0) failures.Add(HostKeyErrors.Unknown(instanceId, $"none is pinned in '{pins.Path}'"));
    }
}
