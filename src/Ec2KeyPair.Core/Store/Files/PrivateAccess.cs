namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Makes folders private, and keeps other accounts out of what is there.</summary>
internal static class PrivateAccess
{
    /// <summary>Takes everybody else's access away: 0700 for a folder, 0600 for a file.</summary>
    internal static void Mend(string path, bool isFolder)
    {
        if (Platform.IsWindows) WindowsFile.MakePrivate(path, isFolder);
        else UnixFile.MakePrivate(path, isFolder);
    }

    /// <summary>Makes a folder, and those above it that are missing, each private from the first moment.</summary>
    /// <remarks>The ones above too (XDG Base Directory Specification): who may write to them could put another folder in place of this one.</remarks>
    internal static void MakeFolder(string path)
    {
        if (Directory.Exists(path)) return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent) MakeFolder(parent);
        if (Platform.IsWindows) WindowsFile.CreatePrivateFolder(path);
        else UnixFile.MakePrivateFolder(path);
    }
}
