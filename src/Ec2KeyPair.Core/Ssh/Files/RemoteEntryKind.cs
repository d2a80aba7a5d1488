namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>What kind of thing an instance has under a name.</summary>
internal enum RemoteEntryKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A device, a pipe, a socket.</summary>
    Other,
}
