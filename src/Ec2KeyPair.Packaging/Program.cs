using Ec2KeyPair.Packaging;

if (args is not [var root, var built, var folder, var package])
{
    Console.Error.WriteLine("usage: Ec2KeyPair.Packaging <repository> <folder of what was built> <module folder to make> <.nupkg to make>");
    return 2;
}

// The build adds "." to folders, so that no backslash stands before a quote.
folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
var files = PackagedFiles.Of(root, built);
var module = ModuleFolder.Make(folder, files, ReleaseNotes.Latest(File.ReadAllText(Path.Combine(root, "CHANGELOG.md"))));
GalleryPackage.Write(module, package);
Console.WriteLine($"Packaged {module.Manifest.Version}: {module.Files.Count} files in {folder}, and {package}");
return 0;
