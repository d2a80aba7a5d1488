namespace Ec2KeyPair.Core.Store.Files;

/// <summary>The error numbers that the key store tells apart (errno.h of Linux and of macOS).</summary>
internal static class UnixError
{
    internal const int NotPermitted = 1;  // EPERM
    internal const int NotFound = 2;      // ENOENT
    internal const int Interrupted = 4;   // EINTR
    internal const int AccessDenied = 13; // EACCES
    internal const int Exists = 17;       // EEXIST
    internal const int Invalid = 22;      // EINVAL
    internal const int ReadOnly = 30;     // EROFS
    internal const int TooManyLinks = 31; // EMLINK

    internal static int WouldBlock => UnixCalls.IsMac ? 35 : 11; // EWOULDBLOCK

    /// <summary>True when the file system, or the system, has no such operation.</summary>
    internal static bool IsUnsupported(int error) => UnixCalls.IsMac
        ? error is Invalid or 45 or 78 or 102  // ENOTSUP, ENOSYS, EOPNOTSUPP
        : error is Invalid or 38 or 95;        // ENOSYS, EOPNOTSUPP
}
