using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>What -Force may replace under a path that the user named: files, and nothing else.</summary>
/// <remarks>
/// A rename takes the name of whatever has it, so that a pipe, a device (<c>/dev/null</c>, where root writes) or a link
/// would be gone. Links are not followed for writing, as in the key store.
/// </remarks>
internal static class ReplaceableFile
{
    /// <summary>Returns where a file has the name, or nothing.</summary>
    /// <exception cref="Ec2KeyPairException">FileExists: something else has it; FileWriteFailed: it can't be told.</exception>
    internal static void ThrowIfOther(string path)
    {
        var what = KindOf(path) switch
        {
            null or PathKind.File => null,
            PathKind.Folder => "a folder",
            PathKind.Link => "a link",
            _ => "a pipe, a device or the like",
        };
        if (what is null) return;
        throw new Ec2KeyPairException(
            ErrorCondition.FileExists,
            $"'{path}' is {what}, no file; it was not overwritten.",
            path,
            what == "a link" ? "Give the path of the file that it leads to, or remove the link first." : "Choose another path: -Force replaces files only.");
    }

    /// <summary>What has the name; null when nothing does.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed: it can't be told.</exception>
    internal static PathKind? KindOf(string path)
    {
        try
        {
            return PathStatus.Of(path)?.Kind;
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(path, e);
        }
    }
}
