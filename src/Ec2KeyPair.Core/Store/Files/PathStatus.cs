namespace Ec2KeyPair.Core.Store.Files;

/// <summary>What kind of thing stands under a path.</summary>
internal enum PathKind
{
    File,
    Folder,
    Link,
    Other,
}

/// <summary>What stands under a path, and who else can get at it.</summary>
/// <param name="Kind">File, folder, link, or something else (a pipe, a device).</param>
/// <param name="Length">Bytes of a file.</param>
/// <param name="ModifiedUtc">When its content was last written.</param>
/// <param name="IsMine">True when it belongs to the current user (Windows: or to SYSTEM or Administrators).</param>
/// <param name="IsPrivate">True when no other account (Windows: but SYSTEM and Administrators) has any access.</param>
internal readonly record struct PathStatus(PathKind Kind, long Length, DateTime ModifiedUtc, bool IsMine, bool IsPrivate)
{
    /// <summary>The status of the path itself, not of what a link there points to; null when nothing has the name.</summary>
    /// <exception cref="IOException">It can't be told.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be told.</exception>
    internal static PathStatus? Of(string path) => Platform.IsWindows ? WindowsFile.Status(path) : UnixStatus.Of(path, followLinks: false);

    /// <summary>The status of what the path leads to in the end; null when it leads nowhere.</summary>
    /// <exception cref="IOException">It can't be told.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be told.</exception>
    internal static PathStatus? OfTarget(string path) => Platform.IsWindows ? WindowsFile.Status(path) : UnixStatus.Of(path, followLinks: true);
}
