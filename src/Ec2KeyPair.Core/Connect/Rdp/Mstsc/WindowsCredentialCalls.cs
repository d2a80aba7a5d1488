using System.Runtime.InteropServices;

namespace Ec2KeyPair.Core.Connect.Rdp.Mstsc;

/// <summary>Credential Manager (wincred.h).</summary>
internal static class WindowsCredentialCalls
{
    internal const uint Generic = 1;       // CRED_TYPE_GENERIC
    internal const uint ForSession = 1;    // CRED_PERSIST_SESSION
    internal const int NotFound = 1168;    // ERROR_NOT_FOUND

    [StructLayout(LayoutKind.Sequential)]
    internal struct Credential // CREDENTIALW
    {
        internal uint Flags;
        internal uint Type;
        internal IntPtr TargetName;
        internal IntPtr Comment;
        internal uint LastWrittenLow; // FILETIME
        internal uint LastWrittenHigh;
        internal uint BlobSize;
        internal IntPtr Blob;
        internal uint Persist;
        internal uint AttributeCount;
        internal IntPtr Attributes;
        internal IntPtr TargetAlias;
        internal IntPtr UserName;
    }

    [DllImport("advapi32", EntryPoint = "CredReadW", CharSet = CharSet.Unicode, SetLastError = true)]
    internal static extern int Read(string target, uint type, uint flags, out IntPtr credential);

    [DllImport("advapi32", EntryPoint = "CredWriteW", SetLastError = true)]
    internal static extern int Write(IntPtr credential, uint flags);

    [DllImport("advapi32", EntryPoint = "CredDeleteW", CharSet = CharSet.Unicode, SetLastError = true)]
    internal static extern int Delete(string target, uint type, uint flags);

    [DllImport("advapi32", EntryPoint = "CredFree")]
    internal static extern void Free(IntPtr credential);
}
