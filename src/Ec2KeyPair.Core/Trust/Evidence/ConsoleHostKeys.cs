using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Trust.Evidence;

/// <summary>
/// The host keys that an instance prints to its console: cloud-init at the first boot (tools/write-ssh-key-fingerprints),
/// FreeBSD's ec2_loghostkey and NixOS at each. The console reaches us over AWS's API, not over the network that the host
/// is on, so it says which keys are the host's before the first connection.
/// </summary>
/// <remarks>
/// What is trusted, and why. root can write to an instance's console as he likes, and has the host's private keys anyway.
/// Others get there by programs that print what strangers send them; so a block counts only where its lines carry
/// nothing but the marks of the programs above, and only complete. Of several blocks only what stands in all of them
/// counts, keys only with a fingerprint where there are fingerprints, and where two blocks tell different keys nothing
/// does: of these nobody can say which is the host's. What stays open: where syslogd copies to the console, an account
/// without rights on the instance can log under the name of those programs, and GetConsoleOutput keeps the last 64 KB, so
/// he can push the true block out and print one of his own. A key that is pinned already is never changed by a
/// console, so this takes a flood before the first connection, by somebody who is on the instance and in the network's way.
/// </remarks>
/// <param name="Keys">Whole keys.</param>
/// <param name="Fingerprints">Fingerprints of keys that are not among <paramref name="Keys"/>.</param>
/// <param name="IsContradictory">Two blocks tell different keys of one type; then there are neither keys nor fingerprints.</param>
public sealed record ConsoleHostKeys(
    IReadOnlyList<HostKey> Keys, IReadOnlyList<HostKeyFingerprint> Fingerprints, bool IsContradictory)
{
    private static readonly ConsoleHostKeys Contradiction = new([], [], true);

    /// <summary>True when it tells nothing that a host could be verified by.</summary>
    public bool IsEmpty => Keys.Count + Fingerprints.Count == 0;

    /// <summary>True when it tells this very key.</summary>
    internal bool Tells(HostKey key) => Keys.Contains(key) || Fingerprints.Any(print => print.Fits(key));

    /// <summary>The fingerprint of another key of this one's type that it tells; null where it tells none, or this one.</summary>
    internal string? Contradicts(HostKey key) => Tells(key) ? null
        : Keys.FirstOrDefault(other => other.KeyType == key.KeyType)?.Fingerprint ?? Fingerprints.FirstOrDefault(print => print.KeyType == key.KeyType)?.Text;

    /// <summary>Reads a console output.</summary>
    public static ConsoleHostKeys Parse(string output)
    {
        try
        {
            return Agreed(ConsoleBlock.All(output ?? "").ToList());
        }
        catch (RegexMatchTimeoutException)
        {
            return new([], [], false); // 64 KB built to be slow are no image's.
        }
    }

    private static ConsoleHostKeys Agreed(List<ConsoleBlock> blocks)
    {
        var allKeys = blocks.SelectMany(block => block.Keys).Distinct().ToList();
        var allFingerprints = blocks.SelectMany(block => block.Fingerprints).Distinct().ToList();
        if (HasTwoOfAType(allKeys, key => key.KeyType)
            || HasTwoOfAType(allFingerprints, print => (print.KeyType, print.IsMd5))
            || allKeys.Exists(key => allFingerprints.Exists(print => print.KeyType == key.KeyType && !print.Fits(key))))
        {
            return Contradiction;
        }

        if (InAll(blocks.Select(block => block.Keys)) is not { } keys || InAll(blocks.Select(block => block.Fingerprints)) is not { } fingerprints) return Contradiction;
        // A key that the block of fingerprints passes over is nobody's until both tell it.
        if (fingerprints.Count > 0) keys = keys.Where(key => fingerprints.Exists(print => print.Fits(key))).ToList();
        return new(keys, fingerprints.Where(print => !keys.Exists(print.Fits)).ToList(), false);
    }

    // A block that has nothing of its kind (keys among fingerprints) is silent, not against it; null where they share nothing.
    private static List<T>? InAll<T>(IEnumerable<IReadOnlyCollection<T>> sets)
    {
        var telling = sets.Where(set => set.Count > 0).ToList();
        if (telling.Count == 0) return [];
        var shared = telling[0].Where(item => telling.TrueForAll(set => set.Contains(item))).ToList();
        return shared.Count > 0 ? shared : null;
    }

    private static bool HasTwoOfAType<T, TKey>(IEnumerable<T> distinct, Func<T, TKey> type) => distinct.GroupBy(type).Any(same => same.Skip(1).Any());
}
