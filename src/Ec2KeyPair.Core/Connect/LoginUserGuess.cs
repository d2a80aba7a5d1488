using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Connect;

/// <summary>
/// Works out the default account from what is known of the instance (EC2 User Guide, "Manage system users":
/// default user names). The tag <c>ec2keypair:ssh-user</c> goes before any guess.
/// </summary>
public static class LoginUserGuess
{
    /// <summary>The instance tag that names the account.</summary>
    public const string UserTag = "ec2keypair:ssh-user";

    private const string Fallback = "ec2-user";

    // In order: the first word found in the text decides. "bitnami" stands before the distributions it is built on.
    private static readonly (Regex Word, string User)[] ByWord =
    [
        (Word("bitnami"), "bitnami"),
        (Word("ubuntu"), "ubuntu"),
        (Word("debian"), "admin"),
        (Word("rocky"), "rocky"),
        (Word("fedora"), "fedora"),
        (Word("centos[ -_]?(linux[ -_]?)?[67]"), "centos"),
        (Word("rhel|red ?hat|suse|sles|oracle|^ol[0-9]|almalinux|freebsd|centos|amazon linux|^amzn|^al20"), "ec2-user"),
    ];

    // Owners that publish one distribution only.
    private static readonly Dictionary<string, string> ByOwner = new(StringComparer.Ordinal)
    {
        ["099720109477"] = "ubuntu",   // Canonical
        ["136693071363"] = "admin",    // Debian
        ["125523088429"] = "fedora",   // Fedora and CentOS Stream; the name decides first
        ["792107900819"] = "rocky",    // Rocky Enterprise Software Foundation
    };

    /// <summary>The likeliest account.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="image">Its image, or null when that is gone.</param>
    public static LoginUser For(Ec2Instance instance, Ec2Image? image)
    {
        if (instance.Tags.TryGetValue(UserTag, out var tagged) && tagged.Length > 0) return new(tagged, $"its tag {UserTag}");
        if (image?.Name is { } name && FromText(name) is { } byName) return new(byName, $"its image's name '{Printable.Text(name)}'");
        if (image?.OwnerId is { } owner && ByOwner.TryGetValue(owner, out var byOwner)) return new(byOwner, $"its image's owner {owner}");
        if (instance.PlatformDetails is { } details && FromText(details) is { } byPlatform)
        {
            return new(byPlatform, $"its platform '{Printable.Text(details)}'");
        }

        return new(Fallback, "nothing tells; most images of AWS use it");
    }

    private static string? FromText(string text) => ByWord.FirstOrDefault(entry => entry.Word.IsMatch(text)).User;

    private static Regex Word(string pattern) =>
        new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
