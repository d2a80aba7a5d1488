using System.Net;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Connect;

/// <summary>The form of IP addresses and DNS names: nothing else gets near a client's command line or file.</summary>
internal static class HostNameForm
{
    private static readonly Regex DnsForm = new(
        "\\A(?=.{1,253}\\z)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*\\z", RegexOptions.CultureInvariant);

    /// <summary>The address in its usual spelling, or the name; null for what is neither.</summary>
    internal static string? Normal(string host) =>
        IPAddress.TryParse(host, out var address) && host.IndexOfAny(['%', '[']) < 0 ? address.ToString()
        : DnsForm.IsMatch(host) ? host
        : null;
}
