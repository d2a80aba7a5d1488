using Ec2KeyPair.Packaging;

if (args is not [var root, var binaries, var folder, var package])
{
    Console.Error.WriteLine("usage: Ec2KeyPair.Packaging <repository> <folder of the built targets> <module folder to make> <.nupkg to make>");
    return 2;
}

var files = PackagedFiles.Of(root, binaries);
var module = ModuleFolder.Make(folder, files, ReleaseNotes.Latest(File.ReadAllText(Path.Combine(root, "CHANGELOG.md"))));
GalleryPackage.Write(module, package);
Console.WriteLine($"Packaged {module.Manifest.Version}: {module.Files.Count} files in {folder}, and {package}");
return 0;
