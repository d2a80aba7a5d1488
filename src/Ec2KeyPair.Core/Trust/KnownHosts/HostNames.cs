using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Trust.KnownHosts;

/// <summary>
/// The first field of a line of known_hosts: names and patterns with commas between them (<c>web,*.example.org,!db.example.org</c>),
/// or one hashed name (<c>|1|salt|hash</c>). sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
/// </summary>
internal static class HostNames
{
    private const string HashPrefix = "|1|";
    private const int DigestSize = 20;

    /// <summary>True when ssh takes a line with this field for that host.</summary>
    internal static bool Match(string field, string host)
    {
        if (field.StartsWith(HashPrefix, StringComparison.Ordinal)) return IsHashOf(field, host);
        var matches = false;
        foreach (var pattern in field.Split(','))
        {
            var isNegated = pattern.StartsWith("!", StringComparison.Ordinal);
            if (!Glob.IsMatch(isNegated ? pattern.Substring(1) : pattern, host)) continue;
            if (isNegated) return false;
            matches = true;
        }

        return matches;
    }

    /// <summary>True when the field names this very host, hashed or plain, beside others or alone; patterns name nobody.</summary>
    internal static bool Name(string field, string host) => field.StartsWith(HashPrefix, StringComparison.Ordinal)
        ? IsHashOf(field, host)
        : field.Split(',').Any(name => IsHost(name, host));

    /// <summary>The field without this host; empty when it was the only one.</summary>
    internal static string Without(string field, string host) => field.StartsWith(HashPrefix, StringComparison.Ordinal)
        ? ""
        : string.Join(",", field.Split(',').Where(name => !IsHost(name, host)));

    /// <summary>The host under a salt of its own, as <c>HashKnownHosts yes</c> writes it (hostfile.c, host_hash).</summary>
    internal static string Hashed(string host)
    {
        var salt = new byte[DigestSize];
        using (var random = RandomNumberGenerator.Create()) random.GetBytes(salt);
        return HashPrefix + Convert.ToBase64String(salt) + "|" + Convert.ToBase64String(Digest(salt, host));
    }

    private static bool IsHashOf(string field, string host)
    {
        var parts = field.Substring(HashPrefix.Length).Split('|');
        if (parts.Length != 2) return false;
        try
        {
            var salt = Convert.FromBase64String(parts[0]);
            return salt.Length == DigestSize && Convert.ToBase64String(Digest(salt, host)) == parts[1];
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // HMAC-SHA1 is what the file's format has; it hides names, it protects no key.
    private static byte[] Digest(byte[] salt, string host)
    {
        using var hmac = new HMACSHA1(salt);
        return hmac.ComputeHash(Encoding.UTF8.GetBytes(host.ToLowerInvariant()));
    }

    private static bool IsHost(string name, string host) => string.Equals(name, host, StringComparison.OrdinalIgnoreCase);
}
