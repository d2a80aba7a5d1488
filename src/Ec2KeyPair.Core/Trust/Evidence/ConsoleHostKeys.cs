using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Trust.Evidence;

/// <summary>
/// The host keys that an instance prints to its console: cloud-init at the first boot (tools/write-ssh-key-fingerprints),
/// FreeBSD's ec2_loghostkey and NixOS at each. The console reaches us over AWS's API, not over the network that the host
/// is on, so it says which keys are the host's before the first connection.
/// </summary>
/// <remarks>
/// What is trusted, and why. Who can write to an instance's console as he likes is root there, and has the host's private
/// keys anyway. Others get there by programs that print what strangers send them; so a block counts only where its
/// lines carry nothing but the marks of the programs above, and only complete. Of several blocks only what stands in
/// all of them counts, and where two tell different keys of one type nothing does: of these nobody can say which is the
/// host's. What stays open: GetConsoleOutput keeps the last 64 KB, so who can flood the console can push the true block
/// out. That alone gains him nothing, for without a block nothing is verified; but where a program copies strangers'
/// lines to the console bare, he can print a block of his own after it. A key that is pinned already is never
/// changed by a console, so this takes a flood before the first connection.
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

        var keys = InAll(blocks.Select(block => block.Keys));
        var fingerprints = InAll(blocks.Select(block => block.Fingerprints));
        return new(keys, fingerprints.Where(print => !keys.Exists(print.Fits)).ToList(), false);
    }

    // A block that has nothing of its kind (keys among fingerprints) is silent, not against it.
    private static List<T> InAll<T>(IEnumerable<IReadOnlyCollection<T>> sets)
    {
        var telling = sets.Where(set => set.Count > 0).ToList();
        return telling.Count == 0 ? [] : telling[0].Where(item => telling.TrueForAll(set => set.Contains(item))).ToList();
    }

    private static bool HasTwoOfAType<T, TKey>(IEnumerable<T> distinct, Func<T, TKey> type) => distinct.GroupBy(type).Any(same => same.Skip(1).Any());
}
