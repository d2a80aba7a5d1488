using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Users;

/// <summary>
/// What accounts the images of a distribution have: the documented default first (EC2 User Guide, "Manage system users"),
/// then those that its older or derived images had.
/// </summary>
/// <param name="Words">Recognizes the distribution in an image's name, EC2's platform or the agent's platform name.</param>
/// <param name="Users">Its accounts, the likeliest first.</param>
internal sealed record Distribution(Regex Words, string[] Users)
{
    // In this order: "bitnami" stands before the distributions that it is built on, old CentOS before new.
    private static readonly Distribution[] All =
    [
        new(Word("bitnami"), ["bitnami", "admin", "ubuntu"]),
        new(Word("bottlerocket"), ["ec2-user"]),
        new(Word("flatcar|coreos"), ["core"]),
        new(Word("kali"), ["kali"]),
        new(Word("nixos"), ["root"]),
        new(Word("alpine"), ["alpine"]),
        new(Word("arch[ _-]?linux"), ["arch"]),
        new(Word("ubuntu"), ["ubuntu"]),
        new(Word("debian"), ["admin", "debian", "root"]),
        new(Word("rocky"), ["rocky", "ec2-user"]),
        new(Word("fedora"), ["fedora", "ec2-user"]),
        new(Word("alma[ _-]?linux"), ["ec2-user", "almalinux"]),
        new(Word("centos[ _-]?(linux[ _-]?)?[67]"), ["centos", "ec2-user", "root"]),
        new(Word("centos"), ["ec2-user", "centos", "cloud-user"]),
        new(Word("oracle|^ol[0-9]"), ["ec2-user", "opc"]),
        new(Word("rhel|red ?hat"), ["ec2-user", "root", "cloud-user"]),
        new(Word("(?:open)?suse|sles"), ["ec2-user", "root"]),
        new(Word("freebsd"), ["ec2-user", "root"]),
        new(Word("amazon linux|^amzn|^al20|macos"), ["ec2-user"]),
        new(Word("windows"), ["Administrator"]),
    ];

    // Accounts of publishers that make one distribution only.
    private static readonly Dictionary<string, string> ByOwner = new(StringComparer.Ordinal)
    {
        ["099720109477"] = "ubuntu",      // Canonical
        ["136693071363"] = "debian",      // Debian
        ["125523088429"] = "fedora",      // Fedora, and CentOS Stream, whose name decides first
        ["792107900819"] = "rocky",       // Rocky Enterprise Software Foundation
        ["764336703387"] = "almalinux",   // AlmaLinux OS Foundation
        ["309956199498"] = "rhel",        // Red Hat
        ["013907871322"] = "suse",        // SUSE
        ["137112412989"] = "amazon linux", // Amazon
        ["782442783595"] = "freebsd",     // FreeBSD
    };

    /// <summary>The accounts of the distribution that this text names; none when it names none.</summary>
    internal static IReadOnlyList<string> UsersFor(string text) => Array.Find(All, one => one.Words.IsMatch(text))?.Users ?? [];

    /// <summary>The accounts of the distribution that this AWS account publishes; none when it is not known to.</summary>
    internal static IReadOnlyList<string> UsersOfOwner(string owner) => ByOwner.TryGetValue(owner, out var name) ? UsersFor(name) : [];

    private static Regex Word(string pattern) =>
        new($"(?<![a-z])(?:{pattern})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
