using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Ec2KeyPair.Packaging;

/// <summary>
/// The package that the PowerShell Gallery takes: a NuGet package (Open Packaging Conventions, ECMA-376 part 2) of the
/// module's files. The same files make the same bytes: entries are in order, and carry no time.
/// </summary>
internal static class GalleryPackage
{
    private const string Id = "Ec2KeyPair";
    private static readonly XNamespace Nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
    private static readonly XNamespace ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Relationships = "http://schemas.openxmlformats.org/package/2006/relationships";

    // The earliest that a zip entry can have.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static void Write(ModuleFolder module, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var stream = File.Create(path);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        Add(zip, Id + ".nuspec", Bytes(Specification(module)));
        Add(zip, "[Content_Types].xml", Bytes(Types(module)));
        Add(zip, "_rels/.rels", Bytes(Relations()));
        foreach (var file in module.Files) Add(zip, file.Path, File.ReadAllBytes(file.Source));
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = 0;
        using var stream = entry.Open();
        stream.Write(content);
    }

    // The tags tell Find-Module what is inside (PowerShellGet, Publish-PSArtifactUtility).
    private static XElement Specification(ModuleFolder module)
    {
        var manifest = module.Manifest;
        var tags = manifest.Tags
            .Append("PSModule").Append("PSIncludes_Cmdlet")
            .Concat(manifest.Cmdlets.SelectMany(cmdlet => new[] { "PSCmdlet_" + cmdlet, "PSCommand_" + cmdlet }))
            .Distinct();
        return new XElement(
            Nuspec + "package",
            new XElement(
                Nuspec + "metadata",
                new XElement(Nuspec + "id", Id),
                new XElement(Nuspec + "version", manifest.Version),
                new XElement(Nuspec + "authors", manifest.Author),
                new XElement(Nuspec + "requireLicenseAcceptance", "false"),
                new XElement(Nuspec + "license", new XAttribute("type", "expression"), "MIT"),
                new XElement(Nuspec + "icon", PackagedFiles.Icon),
                new XElement(Nuspec + "description", manifest.Description),
                new XElement(Nuspec + "releaseNotes", module.ReleaseNotes),
                new XElement(Nuspec + "copyright", manifest.Copyright),
                new XElement(Nuspec + "tags", string.Join(' ', tags))));
    }

    private static XElement Types(ModuleFolder module) => new(
        ContentTypes + "Types",
        new XElement(ContentTypes + "Default", new XAttribute("Extension", "rels"), new XAttribute("ContentType", "application/vnd.openxmlformats-package.relationships+xml")),
        module.Files.Select(file => Path.GetExtension(file.Path).TrimStart('.').ToLowerInvariant()).Append("nuspec").Where(extension => extension.Length > 0).Distinct().Order(StringComparer.Ordinal)
            .Select(extension => new XElement(ContentTypes + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", "application/octet"))),
        module.Files.Where(file => Path.GetExtension(file.Path).Length == 0)
            .Select(file => new XElement(ContentTypes + "Override", new XAttribute("PartName", "/" + file.Path), new XAttribute("ContentType", "application/octet"))));

    private static XElement Relations() => new(
        Relationships + "Relationships",
        new XElement(
            Relationships + "Relationship",
            new XAttribute("Type", "http://schemas.microsoft.com/packaging/2010/07/manifest"),
            new XAttribute("Target", $"/{Id}.nuspec"),
            new XAttribute("Id", "R" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Id)))[..16])));

    private static byte[] Bytes(XElement root) => Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + root);
}
