using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>A certificate that is remembered for an instance. One line of <see cref="RdpPins"/>'s file.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Sha256">SHA-256 of the certificate, 64 upper-case hexadecimal digits.</param>
/// <param name="Sha1">SHA-1 of it, as the console output and Windows show it; for people who compare.</param>
internal sealed record RdpPin(string InstanceId, string Sha256, string Sha1)
{
    private static readonly Regex LineForm = new(
        "\\A\\s*(?<id>i-[0-9a-f]{8,17}) sha256:(?<sha256>[0-9A-Fa-f]{64})(?: sha1:(?<sha1>[0-9A-Fa-f]{40}))?\\s*\\z",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>Reads a line; null when it is a comment or none of this form.</summary>
    internal static RdpPin? Parse(string line)
    {
        var match = LineForm.Match(line);
        return match.Success && InstanceIdentity.IsId(match.Groups["id"].Value)
            ? new RdpPin(match.Groups["id"].Value, match.Groups["sha256"].Value.ToUpperInvariant(), match.Groups["sha1"].Value.ToUpperInvariant())
            : null;
    }

    /// <summary>The line.</summary>
    public override string ToString() => $"{InstanceId} sha256:{Sha256} sha1:{Sha1}";
}
