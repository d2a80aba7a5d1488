using System.Runtime.InteropServices;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Mode and owner of POSIX files.</summary>
internal static class UnixAccess
{
    private const uint SetIds = 0xC00; // 06000, which a change of owner would clear anyway

    /// <summary>Gives one file the mode and the owner of another. A group that may not be given stays out of it.</summary>
    /// <exception cref="IOException">Who the file belongs to can't be kept: root's file in a user's folder.</exception>
    internal static void Copy(string from, string to)
    {
        if (UnixStatus.AccessOf(from) is not { } wanted || UnixStatus.AccessOf(to) is not { } mine) return;
        var mode = wanted.Mode & ~SetIds;
        if (wanted.Owner != mine.Owner || wanted.Group != mine.Group)
        {
            if (UnixCalls.Chown(UnixCalls.Bytes(to), wanted.Owner, wanted.Group) != 0)
            {
                var error = Marshal.GetLastWin32Error();
                if (wanted.Owner != mine.Owner) throw UnixCalls.Failure(error);
                mode &= ~(uint)0x38; // 070: the file's group now is another one than the mode was meant for.
            }
        }

        if (UnixCalls.Chmod(UnixCalls.Bytes(to), mode) != 0) throw UnixCalls.Failure(Marshal.GetLastWin32Error());
    }
}
