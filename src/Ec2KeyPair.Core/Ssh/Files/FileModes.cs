using Renci.SshNet.Sftp;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>The nine permission bits of POSIX, and their spelling in SSH.NET. Set-user-id and the like are never copied.</summary>
internal static class FileModes
{
    internal const int All = 0x1FF;         // 0777
    internal const int OwnerWrite = 0x80;   // 0200
    internal const int OwnerOnly = 0x180;   // 0600
    internal const int OwnerAll = 0x1C0;    // 0700
    private const int GroupAndOthersRead = 0x24; // 044

    /// <summary>True for a mode that keeps some of the others from reading.</summary>
    internal static bool IsPrivate(int mode) => (mode & GroupAndOthersRead) != GroupAndOthersRead;

    internal static int Of(SftpFileAttributes attributes) =>
        Bits(attributes.OwnerCanRead, attributes.OwnerCanWrite, attributes.OwnerCanExecute, 6)
        | Bits(attributes.GroupCanRead, attributes.GroupCanWrite, attributes.GroupCanExecute, 3)
        | Bits(attributes.OthersCanRead, attributes.OthersCanWrite, attributes.OthersCanExecute, 0);

    /// <summary>Octal digits written as a decimal number, which is what SSH.NET takes: 420 (0644) becomes 644.</summary>
    internal static short Digits(int mode) => (short)((((mode >> 6) & 7) * 100) + (((mode >> 3) & 7) * 10) + (mode & 7));

    /// <summary>
    /// The mode for a copy here: what the original has, less what a new file of this user does not get (its umask).
    /// </summary>
    /// <param name="original">The mode on the instance.</param>
    /// <param name="usual">The mode that a new file got here.</param>
    internal static int Local(int original, int usual) => original & (usual | ((usual & 0x124) >> 2)); // who may read may execute

    private static int Bits(bool read, bool write, bool execute, int shift) =>
        ((read ? 4 : 0) | (write ? 2 : 0) | (execute ? 1 : 0)) << shift;
}
