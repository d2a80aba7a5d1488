namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Who else can open a file or folder.</summary>
internal static class PrivateAccess
{
    private const int GroupAndOthers = 0x3F; // 0077
    private const int FileTypeMask = 0xF000;
    private const int Folder = 0x4000;

    /// <summary>True when no other account (Windows: but SYSTEM and Administrators) has any access.</summary>
    internal static bool Holds(string path) =>
        Platform.IsWindows ? WindowsFile.IsPrivate(path) : (UnixFile.Status(path).Mode & GroupAndOthers) == 0;

    /// <summary>True when the path itself belongs to the current user.</summary>
    internal static bool IsMine(string path) =>
        Platform.IsWindows ? WindowsFile.IsMine(path) : UnixFile.Status(path).Owner == UnixFile.CurrentUser;

    /// <summary>True for a symbolic link or a junction.</summary>
    internal static bool IsLink(string path) =>
        (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;

    /// <summary>Takes everybody else's access away: 0700 for a folder, 0600 for a file.</summary>
    internal static void Mend(string path)
    {
        if (Platform.IsWindows) WindowsFile.MakePrivate(path);
        else UnixFile.SetMode(path, (UnixFile.Status(path).Mode & FileTypeMask) == Folder ? 0x1C0 : 0x180);
    }
}
