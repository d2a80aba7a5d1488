using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Usage;

/// <summary>One Region of one account, as far as the use of key pairs goes.</summary>
/// <param name="ProfileName">The AWS profile that opened it; null when none was named.</param>
/// <param name="Region">The Region's system name, <c>eu-central-1</c>.</param>
/// <param name="KeyPairs">Its key pairs.</param>
/// <param name="Instances">Its instances.</param>
/// <param name="LaunchTemplates">Its launch templates.</param>
public sealed record UsagePlace(
    string? ProfileName, string Region, IKeyPairApi KeyPairs, IInstanceCensus Instances, ILaunchTemplateApi LaunchTemplates)
{
    /// <summary>For messages: <c>eu-central-1</c> or <c>eu-central-1 (profile prod)</c>.</summary>
    public override string ToString() => ProfileName is null ? Region : $"{Region} (profile {Text.Printable.Text(ProfileName)})";
}
