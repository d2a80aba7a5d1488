using System.Security.AccessControl;
using System.Security.Principal;
#if NET
using System.Runtime.Versioning;
#endif

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Access lists on Windows: one entry, for the user alone, and nothing inherited.</summary>
/// <remarks>OpenSSH for Windows tolerates SYSTEM and Administrators beside the user and refuses an OWNER RIGHTS entry (S-1-3-4).</remarks>
#if NET
[SupportedOSPlatform("windows")]
#endif
internal static class WindowsAccess
{
    private const InheritanceFlags FolderInheritance = InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit;
    private const int BufferSize = 4096;

    internal static FileStream CreateFile(string path) => new FileInfo(path).Create(
        FileMode.CreateNew, FileSystemRights.Write, FileShare.Read, BufferSize, FileOptions.None, OnlyMe(new FileSecurity(), InheritanceFlags.None));

    internal static void CreateFolder(string path) => new DirectoryInfo(path).Create(OnlyMe(new DirectorySecurity(), FolderInheritance));

    internal static void MakePrivate(string path, bool isFolder)
    {
        if (isFolder) new DirectoryInfo(path).SetAccessControl(OnlyMe(new DirectorySecurity(), FolderInheritance));
        else new FileInfo(path).SetAccessControl(OnlyMe(new FileSecurity(), InheritanceFlags.None));
    }

    /// <summary>Gives one file the access list of another; its owner stays, as Windows lets nobody give files away.</summary>
    internal static void Copy(string from, string to)
    {
        var security = new FileInfo(from).GetAccessControl(AccessControlSections.Access);
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: true);
        new FileInfo(to).SetAccessControl(security);
    }

    /// <summary>Whether the path belongs to this user, and whether nobody else has access.</summary>
    internal static (bool IsMine, bool IsPrivate) Of(string path, bool isFolder)
    {
        const AccessControlSections Wanted = AccessControlSections.Access | AccessControlSections.Owner;
        FileSystemSecurity security = isFolder
            ? new DirectoryInfo(path).GetAccessControl(Wanted)
            : new FileInfo(path).GetAccessControl(Wanted);
        var isMine = security.GetOwner(typeof(SecurityIdentifier)) is SecurityIdentifier owner && IsTolerated(owner);
        var isPrivate = security.GetAccessRules(true, true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>()
            .Where(rule => rule.AccessControlType == AccessControlType.Allow)
            .All(rule => IsTolerated((SecurityIdentifier)rule.IdentityReference));
        return (isMine, isPrivate);
    }

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
