using Renci.SshNet.Sftp;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>A file or folder of an instance. Names and everything else are the instance's own words.</summary>
/// <param name="Name">The last part of its path.</param>
/// <param name="Path">Its path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes of a file.</param>
/// <param name="Mode">The nine permission bits, 0644 for example.</param>
/// <param name="ModifiedUtc">When its content was last written, in UTC.</param>
/// <param name="Owner">Numbers of its user and group.</param>
internal sealed record RemoteEntry(
    string Name, string Path, RemoteEntryKind Kind, long Size, int Mode, DateTime ModifiedUtc, (int User, int Group) Owner)
{
    /// <summary>True when its owner may not write to it, so that overwriting it is probably not meant.</summary>
    internal bool IsReadOnly => (Mode & FileModes.OwnerWrite) == 0;

    internal static RemoteEntry From(string name, string path, SftpFileAttributes attributes) => new(
        name,
        path,
        attributes.IsRegularFile ? RemoteEntryKind.File
            : attributes.IsDirectory ? RemoteEntryKind.Folder
            : attributes.IsSymbolicLink ? RemoteEntryKind.Link
            : RemoteEntryKind.Other,
        Math.Max(0, attributes.Size),
        FileModes.Of(attributes),
        attributes.LastWriteTimeUtc,
        (attributes.UserId, attributes.GroupId));
}
