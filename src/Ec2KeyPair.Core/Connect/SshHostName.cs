using System.Net;
using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Lets only addresses and DNS names through to ssh.</summary>
internal static class SshHostName
{
    private static readonly Regex DnsForm = new(
        "^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*$", RegexOptions.CultureInvariant);

    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe.</exception>
    internal static string Checked(string host) =>
        IPAddress.TryParse(host, out var address) && host.IndexOfAny(['%', '[']) < 0 ? address.ToString()
        : DnsForm.IsMatch(host) && !host.EndsWith("\n", StringComparison.Ordinal) ? host
        : throw new Ec2KeyPairException(
            ErrorCondition.ArgumentUnsafe,
            $"'{Text.Printable.Text(host)}' is neither an IP address nor a DNS name; it is not passed to ssh.",
            host);
}
