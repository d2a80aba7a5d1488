using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Store;

/// <summary>Tells "web.pem" from "Web.pem" on file systems that don't.</summary>
internal static class ExactName
{
    /// <summary>True when the file stands in its folder under exactly this name, case included.</summary>
    internal static bool Is(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return true;
        try
        {
            var name = Path.GetFileName(path);
            return Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!, name)
                .Any(found => string.Equals(Path.GetFileName(found), name, StringComparison.Ordinal));
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(path, e);
        }
    }
}
