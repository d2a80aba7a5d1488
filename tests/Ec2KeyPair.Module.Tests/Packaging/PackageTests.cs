using System.IO.Compression;
using System.Management.Automation;
using Ec2KeyPair.Packaging;

namespace Ec2KeyPair.Module.Tests.Packaging;

/// <summary>The package, made from what was built for the tests. Reads PSModulePath, which is the process's.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class PackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Installed => Path.Combine(_folder.Path, "Modules", "Ec2KeyPair", Manifest.Version);

    private static ModuleManifest Manifest { get; } = new(File.ReadAllText(Repository.Manifest));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Package_InAFreshModulePath_IsFoundByNameAndWorks()
    {
        Make();
        var printed = FreshProcess.Run(nameof(PackageScenario), Path.Combine(_folder.Path, "Modules"), Path.Combine(_folder.Path, "store"));
        Assert.Equal([Installed, "packaged"], printed);
    }

    [Fact]
    public void Package_Manifest_IsCleanAndListsEveryFile()
    {
        Make();
        using var runspace = new ModuleRunspace(import: false);
        var tested = runspace.Shell("Test-ModuleManifest -Path $args[0]", Path.Combine(Installed, PackagedFiles.Manifest));
        var module = (PSModuleInfo)tested.Invoke().Single().BaseObject;
        Assert.Empty(tested.Streams.Error);
        Assert.Empty(tested.Streams.Warning);
        Assert.Empty(module.RequiredModules);
        Assert.Contains("Added", module.ReleaseNotes);
        Assert.Equal(
            Directory.EnumerateFiles(Installed, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
            module.FileList.Select(file => file.Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Package_Files_AreThoseThatAreNeeded()
    {
        var files = Make().Files.Select(file => file.Path).ToList();
        Assert.DoesNotContain(files, file => Path.GetExtension(file) is ".pdb" or ".xml" && !file.StartsWith("en-US/", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => file.Contains("System.Management.Automation", StringComparison.Ordinal) || file.Contains("/ref/", StringComparison.Ordinal));
        Assert.All(["net8.0", "netstandard2.0"], target => Assert.Contains($"module/bin/{target}/Ec2KeyPair.Core.dll", files));
        Assert.All(["Ec2KeyPair.dll-Help.xml", "about_Ec2KeyPair.help.txt"], file => Assert.Contains("en-US/" + file, files));
        Assert.All(["LICENSE", "CHANGELOG.md", "icon.png", "module/THIRD-PARTY-NOTICES.txt", "module/Ec2KeyPair.psm1", "module/Ec2KeyPair.Format.ps1xml"], file => Assert.Contains(file, files));
        var notices = File.ReadAllText(Path.Combine(Installed, "module", "THIRD-PARTY-NOTICES.txt"));
        Assert.All(
            files.Select(file => Path.GetFileName(file)).Where(file => file.EndsWith(".dll", StringComparison.Ordinal) && !file.StartsWith("Ec2KeyPair", StringComparison.Ordinal)),
            library => Assert.Contains(library, notices, StringComparison.Ordinal));
    }

    [Fact]
    public void Package_WithoutWhatTheBuildMakes_IsNotMade() => Assert.Throws<DirectoryNotFoundException>(() => Make(built: _folder.Path));

    [Fact]
    public void Package_Archive_HoldsTheFolderAndIsTheSameTwice()
    {
        var module = Make();
        var (first, second) = (Path.Combine(_folder.Path, "a.nupkg"), Path.Combine(_folder.Path, "b.nupkg"));
        GalleryPackage.Write(module, first);
        foreach (var file in module.Files) File.SetLastWriteTimeUtc(file.Source, DateTime.UtcNow.AddDays(-1));
        GalleryPackage.Write(module, second);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        using var zip = ZipFile.OpenRead(first);
        Assert.Equal(
            module.Files.Select(file => file.Path).Concat(["Ec2KeyPair.nuspec", "[Content_Types].xml", "_rels/.rels"]).Order(StringComparer.Ordinal),
            zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        using var reader = new StreamReader(zip.GetEntry("Ec2KeyPair.nuspec")!.Open());
        var nuspec = reader.ReadToEnd();
        Assert.Contains($"<version>{Manifest.Version}</version>", nuspec);
        Assert.Contains(" PSModule ", nuspec);
        Assert.Contains(" PSCmdlet_Get-EC2WindowsPassword ", nuspec);
    }

    [Fact]
    public void ReleaseNotes_OfTheChangelog_AreItsFirstSectionWithContent() => Assert.Equal(
        "### Fixed\n- b's", ReleaseNotes.Latest("# Changelog\r\n\r\n## [Unreleased]\r\n\r\n## [1.0.0] - 2026-01-01\r\n\r\n### Fixed\r\n- b's\r\n\r\n## [0.9.0]\r\n- old\r\n"));

    private ModuleFolder Make(string? built = null) => ModuleFolder.Make(Installed, PackagedFiles.Of(Repository.Root, built ?? Repository.Root), ReleaseNotes.Latest(File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"))));
}
