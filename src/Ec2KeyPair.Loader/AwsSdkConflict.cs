using System;
using System.Diagnostics;
using System.IO;
using System.Reflection;

namespace Ec2KeyPair.Loader;

/// <summary>Tells of an older AWSSDK.Core that came before ours, where one load context has to serve everybody.</summary>
public static class AwsSdkConflict
{
    /// <summary>
    /// A warning with both paths when the session already has an AWSSDK.Core older than the one in
    /// <paramref name="folder"/>; otherwise null. Matters on Windows PowerShell 5.1 only: every AWSSDK.Core 4.x
    /// has AssemblyVersion 4.0.0.0, so the first one loaded wins.
    /// </summary>
    /// <param name="folder">Full path of the module's folder of assemblies.</param>
    public static string? Describe(string folder)
    {
        var ours = Path.Combine(folder, "AWSSDK.Core.dll");
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.IsDynamic || assembly.GetName().Name != "AWSSDK.Core") continue;
            var theirs = assembly.Location;
            if (theirs.Length == 0 || string.Equals(theirs, ours, StringComparison.OrdinalIgnoreCase)) continue;
            if (FileVersion(theirs) >= FileVersion(ours)) continue;
            return $"This session already uses an older AWSSDK.Core ({FileVersion(theirs)} from '{theirs}') than the one "
                + $"Ec2KeyPair was built with ({FileVersion(ours)} in '{ours}'), and Windows PowerShell can hold only one. "
                + "Import Ec2KeyPair before the other module, or update that one, or use PowerShell 7.";
        }

        return null;
    }

    private static Version FileVersion(string path)
    {
        var info = FileVersionInfo.GetVersionInfo(path);
        return new Version(info.FileMajorPart, info.FileMinorPart, info.FileBuildPart, info.FilePrivatePart);
    }
}
