using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Text;
using Renci.SshNet.Common;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>The errors of copying, each made in one place.</summary>
internal static class CopyErrors
{
    /// <summary>What the server said of a path, as an error of this module.</summary>
    internal static Ec2KeyPairException Remote(string instanceId, string path, Exception cause) => cause switch
    {
        SftpPathNotFoundException => new(
            ErrorCondition.PathNotFound,
            $"{instanceId} has no '{Printable.Text(path)}'.",
            path,
            "Relative paths start at the account's home folder.",
            cause),
        SftpPermissionDeniedException => new(
            ErrorCondition.RemoteAccessDenied,
            $"{instanceId} does not let this account at '{Printable.Text(path)}'.",
            path,
            "Log in as another account (-UserName), or copy it to a folder of your own and move it with Invoke-EC2InstanceCommand and sudo.",
            cause),
        _ => new(
            ErrorCondition.RemoteFileFailed,
            $"{instanceId}: '{Printable.Text(path)}': {Printable.Text(cause.Message)}",
            path,
            "Check the free space, the quota and that the file system is not read-only.",
            cause),
    };

    /// <summary>The connection has gone.</summary>
    internal static Ec2KeyPairException Lost(string instanceId, Exception cause) =>
        SshErrors.Lost(instanceId, "what was being copied was not finished, and is not there under its name.", cause);

    /// <summary>The instance said nothing more, and its connection was cut.</summary>
    internal static Ec2KeyPairException Stalled(string instanceId, TimeSpan limit, Exception cause) => new(
        ErrorCondition.CommandTimedOut,
        $"{instanceId} neither answered nor took or sent a byte for {limit.TotalSeconds:0} s; what was being copied was not finished, and is not there under its name.",
        instanceId,
        "Look at its disk and its load; give it more time with -TimeoutSec.",
        cause);

    /// <summary>A server that can't replace in one step left it half done.</summary>
    internal static Ec2KeyPairException HalfReplaced(string instanceId, string path, string spare, string temporary, Exception cause) => new(
        ErrorCondition.RemoteFileFailed,
        $"{instanceId}: '{Printable.Text(path)}' was to be replaced, which its server can't do in one step, and it broke off in the middle: "
            + $"the old file is still there or now called '{Printable.Text(spare)}', the new one is '{Printable.Text(temporary)}'; neither was removed.",
        path,
        "Give the one that you want its name back, and remove the other.",
        cause);

    /// <summary>What happened to the temporary file is the place's trouble.</summary>
    internal static Ec2KeyPairException OfPlace(Ec2KeyPairException error, string temporary, string target) => new(
        error.Condition,
        error.Condition == ErrorCondition.PathNotFound
            ? $"'{Printable.Text(target)}' was not written: there is no folder '{Printable.Text(RemotePath.FolderOf(target))}'."
            : error.Message.Replace(temporary, Printable.Text(target)),
        target,
        error.Mend,
        error);

    internal static Ec2KeyPairException NotRecursive(string path) => new(
        ErrorCondition.ParameterInvalid, $"'{Printable.Text(path)}' is a folder, and was not copied.", path, "Use -Recurse.");

    internal static Ec2KeyPairException NeedsFolder(string destination) => new(
        ErrorCondition.PathNotFound,
        $"Several things can be copied into a folder only, and '{Printable.Text(destination)}' is none.",
        destination,
        "Put a '/' at its end to have it made.");

    internal static Ec2KeyPairException OtherKind(string destination, string what) => new(
        ErrorCondition.DestinationProtected,
        $"'{Printable.Text(destination)}' is {what}; it was not overwritten.",
        destination,
        "Choose another -Destination.");

    internal static Ec2KeyPairException ReadOnly(string destination) => new(
        ErrorCondition.DestinationProtected, $"'{Printable.Text(destination)}' is read-only; it was not overwritten.", destination, "Use -Force.");

    internal static Ec2KeyPairException OwnerLost(string destination, Exception cause) => new(
        ErrorCondition.RemoteAccessDenied,
        $"'{Printable.Text(destination)}' belongs to another account, which a new file there could not be given to; it was not overwritten.",
        destination,
        "Log in as its owner (-UserName), or remove it first.",
        cause);

    internal static Ec2KeyPairException Mismatch(string path, string what) => new(
        ErrorCondition.CopyMismatch,
        $"The copy of '{Printable.Text(path)}' {what}; it was not kept.",
        path,
        "Copy it again; a file that is being written to meanwhile never arrives whole.");

    internal static Ec2KeyPairException SameName(string path) => new(
        ErrorCondition.RemoteNameUnsafe,
        $"'{Printable.Text(path)}' was not copied: something else has the same name where it was to go.",
        path,
        "Copy it by itself, under another name.");

    internal static Ec2KeyPairException TooDeep(string path) => new(
        ErrorCondition.RemoteFileFailed, $"'{Printable.Text(path)}' lies too deep; it was not copied.", path, "Copy a folder further down.");
}
