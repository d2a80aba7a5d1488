namespace Ec2KeyPair.Packaging;

/// <summary>A file of the package.</summary>
/// <param name="Path">Where it is in the package, with forward slashes.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record PackagedFile(string Path, string Source);

/// <summary>What belongs into the package, and nothing else: no symbols, no documentation files, no reference assemblies.</summary>
internal static class PackagedFiles
{
    internal const string Manifest = "Ec2KeyPair.psd1";
    internal const string Licence = "LICENSE";
    internal const string Icon = "icon.png";
    private static readonly string[] AtTheTop = [Manifest, Licence, "CHANGELOG.md"];

    /// <summary>The files in the order of their paths.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="binaries">The folder that has one folder for each built target.</param>
    internal static IReadOnlyList<PackagedFile> Of(string root, string binaries) =>
    [
        .. AtTheTop.Select(name => new PackagedFile(name, Path.Combine(root, name)))
            .Append(new PackagedFile(Icon, Path.Combine(root, "docs", "images", Icon)))
            .Concat(In(Path.Combine(root, "module"), "*.psm1", "module"))
            .Concat(In(Path.Combine(root, "module"), "*.ps1xml", "module"))
            .Concat(In(Path.Combine(root, "module"), "THIRD-PARTY-NOTICES.txt", "module"))
            .Concat(In(Path.Combine(root, "en-US"), "*", "en-US"))
            .Concat(Directory.EnumerateDirectories(binaries).SelectMany(target => In(target, "*.dll", "module/bin/" + Path.GetFileName(target))))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    private static IEnumerable<PackagedFile> In(string folder, string pattern, string target) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern).Select(file => new PackagedFile(target + "/" + Path.GetFileName(file), file))
        : [];
}
