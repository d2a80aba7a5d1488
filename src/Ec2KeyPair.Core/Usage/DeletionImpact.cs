using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Usage;

/// <summary>
/// What fails once EC2 has no key pair of a name: whatever launches instances by it (InvalidKeyPair.NotFound). Instances
/// that are there keep their authorized keys, and GetPasswordData answers as before.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/delete-key-pair.html</remarks>
internal static class DeletionImpact
{
    internal static IReadOnlyList<string> Of(IReadOnlyList<LaunchTemplateUse> templates, UsageTally tally) =>
        [.. templates.Select(Sentence), .. Groups(templates, tally.All), .. tally.HasMoreScalingGroups ? [FurtherGroups] : Array.Empty<string>()];

    private static string FurtherGroups => string.Format(
        System.Globalization.CultureInfo.InvariantCulture, "Further Auto Scaling groups, beyond {0:N0} that were looked at, may be unable to launch instances.", UsageTally.MostScalingGroups);

    private static string Sentence(LaunchTemplateUse template) =>
        $"Launches from the launch template '{Printable.Text(template.LaunchTemplateName)}' ({template.Versions}) fail.";

    private static IEnumerable<string> Groups(IReadOnlyList<LaunchTemplateUse> templates, IEnumerable<UsageTally.Group> groups)
    {
        var named = new HashSet<string>(templates.Select(template => template.LaunchTemplateId), StringComparer.Ordinal);
        foreach (var group in groups.Where(group => group.Kind == InstanceGroupKind.AutoScalingGroup).OrderBy(group => group.Name, StringComparer.Ordinal))
        {
            if (group.TemplateIds.Any(named.Contains))
            {
                yield return $"The Auto Scaling group '{Printable.Text(group.Name)}' may be unable to launch instances: its launch template names the key pair.";
            }
            else if (group.HasLaunchConfiguration)
            {
                // EC2 knows nothing of launch configurations, and they can't be changed once made.
                yield return $"The Auto Scaling group '{Printable.Text(group.Name)}' may be unable to launch instances: its launch configuration most likely names the key pair.";
            }
        }
    }
}
