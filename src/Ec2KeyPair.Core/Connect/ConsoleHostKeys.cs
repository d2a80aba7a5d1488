using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys.Formats;

namespace Ec2KeyPair.Core.Connect;

/// <summary>
/// Reads the host keys that cloud-init prints to the console at first boot, between
/// <c>-----BEGIN SSH HOST KEY KEYS-----</c> and <c>-----END SSH HOST KEY KEYS-----</c> (cloud-init,
/// tools/write-ssh-key-fingerprints). The console reaches us over AWS's API, not over the network that the host
/// is on, so it says which keys are the host's before the first connection.
/// </summary>
public static class ConsoleHostKeys
{
    // A line may carry a prefix: "ec2: " or syslog's "<14>May 10 22:18:34 cloud-init: ".
    private static readonly Regex KeyForm = new(
        "(?:^|\\s)(?<type>ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) (?<blob>[A-Za-z0-9+/]{40,4000}={0,2})(?:\\s|$)",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>The keys of the complete blocks; none when there is no block, or when two contradict each other.</summary>
    /// <remarks>
    /// cloud-init prints its block once for an instance. What boot scripts echo reaches the console too, so of two
    /// blocks that differ nobody can tell which is the host's.
    /// </remarks>
    public static IReadOnlyList<HostKeyLine> Parse(string output)
    {
        List<HostKeyLine>? open = null;
        List<HostKeyLine>? complete = null;
        foreach (var line in output.Split('\n'))
        {
            if (line.Contains("-----BEGIN SSH HOST KEY KEYS-----"))
            {
                open = [];
            }
            else if (open is not null && line.Contains("-----END SSH HOST KEY KEYS-----"))
            {
                if (complete is not null && !new HashSet<HostKeyLine>(complete).SetEquals(open)) return [];
                complete = open;
                open = null;
            }
            else if (open is not null && Parse1(line) is { } key && !open.Contains(key))
            {
                open.Add(key);
            }
        }

        return complete ?? [];
    }

    private static HostKeyLine? Parse1(string line)
    {
        try
        {
            var match = KeyForm.Match(line);
            return match.Success && IsWhole(match.Groups["type"].Value, match.Groups["blob"].Value)
                ? new HostKeyLine(match.Groups["type"].Value, match.Groups["blob"].Value)
                : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // The kernel writes into other people's lines: of a key that was cut in two, the pin would fit no host.
    private static bool IsWhole(string type, string blob)
    {
        try
        {
            var reader = new SshReader(Convert.FromBase64String(blob));
            if (reader.ReadName() != type) return false;
            while (!reader.Rest.IsEmpty) reader.ReadString();
            return true;
        }
        catch (Exception e) when (e is FormatException or Ec2KeyPairException)
        {
            return false;
        }
    }
}
