using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;

namespace Ec2KeyPair.Loader;

/// <summary>
/// The one thing of this module that lives where every other module lives. It loads the rest so that an
/// AWSSDK.Core or BouncyCastle of another module in the session is not ours, nor ours theirs.
/// </summary>
/// <remarks>
/// Keep this type small and its members unchanged: the first copy loaded into a process serves every copy of
/// the module imported after it, older or newer.
/// </remarks>
public static class ModuleLoader
{
    private const string MainAssembly = "Ec2KeyPair.dll";
    private static readonly object Gate = new();
    private static readonly Dictionary<string, Assembly> Loaded = new(StringComparer.Ordinal);

    /// <summary>Loads the cmdlet assembly of one module folder, once per process and folder.</summary>
    /// <param name="folder">Full path of the folder that holds <c>Ec2KeyPair.dll</c> and all it needs.</param>
    /// <returns>The cmdlet assembly, for <c>Import-Module -Assembly</c>.</returns>
    /// <exception cref="FileNotFoundException">The folder has no build in it.</exception>
    public static Assembly Load(string folder)
    {
        folder = Path.GetFullPath(folder);
        lock (Gate)
        {
            if (!Loaded.TryGetValue(folder, out var assembly))
            {
                assembly = LoadAside(folder, Path.Combine(folder, MainAssembly));
                Loaded.Add(folder, assembly);
            }

            return assembly;
        }
    }

#if NET
    private static Assembly LoadAside(string folder, string path) =>
        new ModuleLoadContext(folder).LoadFromAssemblyPath(path);
#else
    private static Assembly LoadAside(string folder, string path)
    {
        DesktopResolver.Register(folder);
        return Assembly.LoadFrom(path);
    }
#endif
}
