using System.ComponentModel;
using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect.Rdp.Mstsc;

/// <summary>The registry itself (winreg.h): .NET's own is no part of netstandard2.0.</summary>
internal sealed class WindowsUserRegistry : IUserRegistry
{
    private const uint Binary = 3;          // REG_BINARY
    private const uint OnlyBinary = 8;      // RRF_RT_REG_BINARY
    private const int FileNotFound = 2;     // ERROR_FILE_NOT_FOUND
    private const int OtherType = 1630;     // ERROR_UNSUPPORTED_TYPE
    private const int LongestValue = 4096;
    private static readonly IntPtr CurrentUser = new(unchecked((int)0x80000001)); // HKEY_CURRENT_USER

    public byte[]? Read(string key, string name)
    {
        var value = new byte[LongestValue];
        var length = (uint)value.Length;
        var error = Get(CurrentUser, key, name, OnlyBinary, IntPtr.Zero, value, ref length);
        if (error is FileNotFound or OtherType) return null;
        ThrowIfFailed(error, key, name);
        return value.AsSpan(0, (int)length).ToArray();
    }

    public void Write(string key, string name, byte[] value) =>
        ThrowIfFailed(Set(CurrentUser, key, name, Binary, value, (uint)value.Length), key, name);

    public void Delete(string key, string name)
    {
        var error = DeleteValue(CurrentUser, key, name);
        if (error != FileNotFound) ThrowIfFailed(error, key, name);
    }

    private static void ThrowIfFailed(int error, string key, string name)
    {
        if (error == 0) return;
        throw new Ec2KeyPairException(
            ErrorCondition.RdpConnectionFailed,
            $"The registry value HKCU\\{key}\\{name}, where mstsc looks for the certificate to accept, can't be used: {new Win32Exception(error).Message}",
            name);
    }

    [DllImport("advapi32", EntryPoint = "RegGetValueW", CharSet = CharSet.Unicode)]
    private static extern int Get(IntPtr root, string key, string name, uint flags, IntPtr type, [Out] byte[] value, ref uint length);

    [DllImport("advapi32", EntryPoint = "RegSetKeyValueW", CharSet = CharSet.Unicode)]
    private static extern int Set(IntPtr root, string key, string name, uint type, byte[] value, uint length);

    [DllImport("advapi32", EntryPoint = "RegDeleteKeyValueW", CharSet = CharSet.Unicode)]
    private static extern int DeleteValue(IntPtr root, string key, string name);
}
