using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security;
using Ec2KeyPair.Core.Errors;
using static Ec2KeyPair.Core.Connect.Rdp.Mstsc.WindowsCredentialCalls;

namespace Ec2KeyPair.Core.Connect.Rdp.Mstsc;

/// <summary>Credential Manager itself. Passwords go from a SecureString into its memory and nowhere between.</summary>
internal sealed class WindowsCredentials : IWindowsCredentials
{
    public ISavedCredential? Read(string target)
    {
        if (WindowsCredentialCalls.Read(target, Generic, 0, out var found) != 0) return new Saved(found);
        var error = Marshal.GetLastWin32Error();
        return error == NotFound ? null : throw Failure(target, error);
    }

    public unsafe void WriteForSession(string target, string userName, SecureString password, string comment)
    {
        var secret = Marshal.SecureStringToGlobalAllocUnicode(password);
        try
        {
            fixed (char* targetName = target)
            fixed (char* user = userName)
            fixed (char* note = comment)
            {
                var credential = new Credential
                {
                    Type = Generic,
                    TargetName = (IntPtr)targetName,
                    Comment = (IntPtr)note,
                    BlobSize = (uint)password.Length * sizeof(char),
                    Blob = secret,
                    Persist = ForSession,
                    UserName = (IntPtr)user,
                };
                if (Write((IntPtr)(&credential), 0) == 0) throw Failure(target, Marshal.GetLastWin32Error());
            }
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(secret);
        }
    }

    public void Delete(string target)
    {
        if (WindowsCredentialCalls.Delete(target, Generic, 0) != 0) return;
        var error = Marshal.GetLastWin32Error();
        if (error != NotFound) throw Failure(target, error);
    }

    public IDisposable? TryReserve(string target)
    {
        // Of this logon session, as the entries are; the system lets go of it with the process. A name may hold no backslash.
        var name = "Local\\Ec2KeyPair " + target.Replace('\\', '/');
        var held = new EventWaitHandle(false, EventResetMode.ManualReset, name, out var isNew);
        if (isNew) return held;
        held.Dispose();
        return null;
    }

    private static Ec2KeyPairException Failure(string target, int error) => new(
        ErrorCondition.RdpConnectionFailed,
        $"Credential Manager's entry {target} can't be used: {new Win32Exception(error).Message}",
        target,
        "A policy may forbid it (Network access: Do not allow storage of passwords and credentials for network authentication).");

    private sealed class Saved(IntPtr credential) : ISavedCredential
    {
        private IntPtr _credential = credential;

        public string Comment => Marshal.PtrToStringUni(Marshal.PtrToStructure<Credential>(_credential).Comment) ?? "";

        public void Restore()
        {
            if (Write(_credential, 0) != 0) return;
            var error = Marshal.GetLastWin32Error();
            throw Failure(Marshal.PtrToStringUni(Marshal.PtrToStructure<Credential>(_credential).TargetName) ?? "", error);
        }

        public void Dispose()
        {
            var held = Interlocked.Exchange(ref _credential, IntPtr.Zero);
            if (held != IntPtr.Zero) Free(held);
        }
    }
}
