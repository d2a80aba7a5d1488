namespace Ec2KeyPair.Core.Trust.Evidence;

/// <summary>One complete block of the console output, from its BEGIN to its END.</summary>
/// <param name="Keys">Keys in it, for a block of keys.</param>
/// <param name="Fingerprints">Fingerprints in it, for a block of fingerprints.</param>
internal sealed record ConsoleBlock(IReadOnlyCollection<HostKey> Keys, IReadOnlyCollection<HostKeyFingerprint> Fingerprints)
{
    private const string BeginKeys = "-----BEGIN SSH HOST KEY KEYS-----";
    private const string EndKeys = "-----END SSH HOST KEY KEYS-----";
    private const string BeginFingerprints = "-----BEGIN SSH HOST KEY FINGERPRINTS-----";
    private const string EndFingerprints = "-----END SSH HOST KEY FINGERPRINTS-----";

    /// <summary>The complete blocks in their order. One that is cut off, or begun anew before its end, is none.</summary>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A line was built to be slow.</exception>
    internal static IEnumerable<ConsoleBlock> All(string output)
    {
        string? end = null;
        HashSet<HostKey> keys = [];
        HashSet<HostKeyFingerprint> fingerprints = [];
        foreach (var line in output.Split('\n'))
        {
            var text = ConsoleLine.Text(line);
            if (text is BeginKeys or BeginFingerprints)
            {
                end = text == BeginKeys ? EndKeys : EndFingerprints;
                keys = [];
                fingerprints = [];
            }
            else if (end is null)
            {
                continue;
            }
            else if (text == end)
            {
                end = null;
                yield return new ConsoleBlock(keys, fingerprints);
            }
            else if (end == EndKeys && HostKey.TryReadLine(text) is { } key)
            {
                keys.Add(key);
            }
            else if (end == EndFingerprints && FingerprintLine.TryRead(text) is { } fingerprint)
            {
                fingerprints.Add(fingerprint);
            }
        }
    }
}
