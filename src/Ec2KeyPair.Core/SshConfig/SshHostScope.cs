using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>Where the instances of some entries were looked up: a later look at the same place replaces them.</summary>
/// <param name="Region">The Region's system name.</param>
/// <param name="Profile">The profile that was named; null for none.</param>
/// <param name="EndpointUrl">Another endpoint than AWS's own; null for none.</param>
/// <param name="Account">The AWS account that the instance belongs to; null where that is not known.</param>
/// <param name="ProfileLocation">The file that the profile is in, when it is not the default one.</param>
public sealed record SshHostScope(
    string Region, string? Profile = null, string? EndpointUrl = null, string? Account = null, string? ProfileLocation = null)
{
    // What a shell of any system, ssh and PowerShell all take for plain text between these quotes.
    private static readonly Regex Plain = new("^[A-Za-z0-9][A-Za-z0-9 ._:/@+=,-]{0,200}\\z", RegexOptions.CultureInvariant);

    private static readonly Regex PlainPath = new("^[A-Za-z0-9/][A-Za-z0-9 ._:/@+=,-]{0,300}\\z", RegexOptions.CultureInvariant);

    private static readonly Regex RegionForm = new("^[a-z0-9-]{1,40}\\z", RegexOptions.CultureInvariant);

    /// <summary>The parameters that make a cmdlet look there.</summary>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe: a value that would not be taken as it is.</exception>
    internal string ToParameters() =>
        $"-Region {Checked(Region, RegionForm, "Region")}"
        + (Profile is null ? "" : $" -ProfileName '{Checked(Profile, Plain, "profile")}'")
        // Windows takes either separator; ssh and shells take this one only.
        + (ProfileLocation is null ? "" : $" -ProfileLocation '{Checked(ProfileLocation.Replace('\\', '/'), PlainPath, "profile location")}'")
        + (EndpointUrl is null ? "" : $" -EndpointUrl '{Checked(EndpointUrl, Plain, "endpoint")}'");

    private static string Checked(string value, Regex form, string what) => form.IsMatch(value) ? value : throw new Ec2KeyPairException(
        ErrorCondition.ArgumentUnsafe,
        $"The {what} '{Text.Printable.Text(value)}' has characters that ssh or a shell would not take as they are.",
        value,
        "Give the profile, or its file, a plain name, and use that.");
}
