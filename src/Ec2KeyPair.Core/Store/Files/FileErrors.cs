using System.Security;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Turns what the file system throws into the module's own errors, with the path and the mend.</summary>
internal static class FileErrors
{
    /// <summary>True for what opening, reading, writing or naming a file throws, paths that are none (NUL, ':') included.</summary>
    internal static bool IsFileFailure(Exception e) =>
        e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException;

    /// <summary>True when the failure is that nothing has the name.</summary>
    internal static bool IsMissing(Exception e) => e is FileNotFoundException or DirectoryNotFoundException;

    internal static Ec2KeyPairException Read(string path, Exception cause) => IsMissing(cause)
        ? new(ErrorCondition.PrivateKeyNotFound, $"There is no file '{path}'.", path, "Check the path.", cause)
        : new(
            ErrorCondition.FileReadFailed,
            $"'{path}' can't be read: {cause.Message}",
            path,
            "Check that it is a file and that you may read it.",
            cause);

    internal static Ec2KeyPairException Write(string path, Exception cause) => new(
        ErrorCondition.FileWriteFailed,
        $"'{path}' was not written: {cause.Message}",
        path,
        "Check that the folder exists, that you may write to it and that the disk has room.",
        cause);
}
