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
    /// <param name="built">What the build made: a folder for each target in <c>module/bin</c>, and the help in <c>en-US</c>.</param>
    /// <exception cref="DirectoryNotFoundException">It made none of them there.</exception>
    internal static IReadOnlyList<PackagedFile> Of(string root, string built) =>
    [
        .. AtTheTop.Select(name => new PackagedFile(name, Path.Combine(root, name)))
            .Append(new PackagedFile(Icon, Path.Combine(root, "docs", "images", Icon)))
            .Concat(In(Path.Combine(root, "module"), "*.psm1", "module"))
            .Concat(In(Path.Combine(root, "module"), "*.ps1xml", "module"))
            .Concat(In(Path.Combine(root, "module"), "THIRD-PARTY-NOTICES.txt", "module"))
            .Concat(In(Path.Combine(built, "en-US"), "*", "en-US"))
            .Concat(Directory.EnumerateDirectories(Path.Combine(built, "module", "bin")).SelectMany(target => In(target, "*.dll", "module/bin/" + Path.GetFileName(target))))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    private static IEnumerable<PackagedFile> In(string folder, string pattern, string target) =>
        Directory.EnumerateFiles(folder, pattern).Select(file => new PackagedFile(target + "/" + Path.GetFileName(file), file));
}
