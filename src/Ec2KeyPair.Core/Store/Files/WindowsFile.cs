using System.Security.AccessControl;
using System.Security.Principal;
#if NET
using System.Runtime.Versioning;
#endif

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Access on Windows: one entry, for the user alone, and nothing inherited.</summary>
/// <remarks>OpenSSH for Windows tolerates SYSTEM and Administrators beside the user and refuses an OWNER RIGHTS entry (S-1-3-4).</remarks>
#if NET
[SupportedOSPlatform("windows")]
#endif
internal static class WindowsFile
{
    internal static FileStream CreatePrivate(string path) => new FileInfo(path).Create(
        FileMode.CreateNew, FileSystemRights.Write, FileShare.None, 4096, FileOptions.None, OnlyMe(new FileSecurity(), InheritanceFlags.None));

    internal static void CreatePrivateFolder(string path) =>
        new DirectoryInfo(path).Create(OnlyMe(new DirectorySecurity(), InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit));

    internal static bool IsPrivate(string path)
    {
        var rules = Security(path).GetAccessRules(true, true, typeof(SecurityIdentifier));
        return rules.Cast<FileSystemAccessRule>()
            .Where(rule => rule.AccessControlType == AccessControlType.Allow)
            .All(rule => IsTolerated((SecurityIdentifier)rule.IdentityReference));
    }

    internal static bool IsMine(string path) =>
        Security(path).GetOwner(typeof(SecurityIdentifier)) is SecurityIdentifier owner && IsTolerated(owner);

    internal static void MakePrivate(string path)
    {
        if (Directory.Exists(path))
        {
            new DirectoryInfo(path).SetAccessControl(
                OnlyMe(new DirectorySecurity(), InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit));
        }
        else
        {
            new FileInfo(path).SetAccessControl(OnlyMe(new FileSecurity(), InheritanceFlags.None));
        }
    }

    private static FileSystemSecurity Security(string path) =>
        Directory.Exists(path) ? new DirectoryInfo(path).GetAccessControl() : new FileInfo(path).GetAccessControl();

    private static T OnlyMe<T>(T security, InheritanceFlags inheritance)
        where T : FileSystemSecurity
    {
        var me = Me();
        security.SetOwner(me);
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(
            me, FileSystemRights.FullControl, inheritance, PropagationFlags.None, AccessControlType.Allow));
        return security;
    }

    private static bool IsTolerated(SecurityIdentifier account) =>
        account == Me() || account.IsWellKnown(WellKnownSidType.LocalSystemSid) || account.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid);

    private static SecurityIdentifier Me()
    {
        using var identity = WindowsIdentity.GetCurrent();
        return identity.User!;
    }
}
