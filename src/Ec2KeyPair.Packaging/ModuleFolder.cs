namespace Ec2KeyPair.Packaging;

/// <summary>The module as it is installed.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Manifest">Its completed manifest.</param>
/// <param name="ReleaseNotes">What changed in this version.</param>
/// <param name="Files">Its files, as they stand in the folder.</param>
internal sealed record ModuleFolder(string Path, ModuleManifest Manifest, string ReleaseNotes, IReadOnlyList<PackagedFile> Files)
{
    /// <summary>Makes the folder anew.</summary>
    /// <param name="folder">The folder; what was in it is removed.</param>
    /// <param name="files">What goes into it.</param>
    /// <param name="releaseNotes">For the manifest.</param>
    /// <exception cref="IOException">It can't be removed or written.</exception>
    internal static ModuleFolder Make(string folder, IReadOnlyList<PackagedFile> files, string releaseNotes)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var made = files.Select(file => new PackagedFile(file.Path, System.IO.Path.Combine(folder, file.Path))).ToList();
        foreach (var (source, target) in files.Zip(made))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target.Source)!);
            File.Copy(source.Source, target.Source);
        }

        var path = System.IO.Path.Combine(folder, PackagedFiles.Manifest);
        var manifest = new ModuleManifest(File.ReadAllText(path).ReplaceLineEndings("\n")).With(files.Select(file => file.Path), releaseNotes);
        File.WriteAllText(path, manifest.Text);
        return new ModuleFolder(folder, manifest, releaseNotes, made);
    }
}
