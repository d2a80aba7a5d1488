using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Users;

/// <summary>One rule of the user's own map: these instances have that account. All conditions have to hold; <c>*</c> and <c>?</c> are wildcards.</summary>
/// <param name="User">The account.</param>
/// <param name="InstanceId">Pattern of the instance's id.</param>
/// <param name="ImageId">Pattern of its image's id.</param>
/// <param name="ImageName">Pattern of its image's name.</param>
/// <param name="Tags">Patterns of the values of its tags, by the tags' exact keys.</param>
public sealed record UserMapRule(
    string User, string? InstanceId, string? ImageId, string? ImageName, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>True when the rule speaks of this instance.</summary>
    public bool Fits(Ec2Instance instance, Ec2Image? image) =>
        Fits(InstanceId, instance.InstanceId)
        && Fits(ImageId, instance.ImageId)
        && Fits(ImageName, image?.Name)
        && Tags.All(tag => instance.Tags.TryGetValue(tag.Key, out var value) && Glob.IsMatch(tag.Value, value));

    private static bool Fits(string? pattern, string? text) => pattern is null || (text is not null && Glob.IsMatch(pattern, text));
}
