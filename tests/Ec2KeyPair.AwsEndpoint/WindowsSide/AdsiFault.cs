using System.Reflection;
using System.Runtime.InteropServices;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>Errors of the WinNT provider as System.DirectoryServices throws them, with the codes of lmerr.h and adserr.h.</summary>
internal static class AdsiFault
{
    internal static COMException UnknownUser() => new("The user name could not be found.\r\n", unchecked((int)0x800708AD));

    internal static COMException UnknownGroup() => new("The group name could not be found.\r\n", unchecked((int)0x800708AC));

    internal static COMException UnknownObject() => new("An unknown directory object was requested\r\n", unchecked((int)0x80005004));

    internal static COMException UnknownComputer() => new("The network path was not found.\r\n", unchecked((int)0x80070035));

    internal static COMException BadPath() => new("An invalid directory pathname was passed\r\n", unchecked((int)0x80005000));

    /// <summary>NERR_PasswordTooShort, which stands for every rule of the policy.</summary>
    internal static COMException PasswordRefused() => new(
        "The password does not meet the password policy requirements. Check the minimum password length, password complexity and password history requirements.\r\n",
        unchecked((int)0x800708C5));

    internal static COMException UnknownMember(string name) => new($"Unknown name. ({name})\r\n", unchecked((int)0x80020006));

    /// <summary>What DirectoryEntry.Invoke throws: the provider's error inside.</summary>
    internal static TargetInvocationException Invoked(COMException inner) => new("Exception has been thrown by the target of an invocation.", inner);
}
