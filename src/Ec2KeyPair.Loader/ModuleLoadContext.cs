#if NET
using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace Ec2KeyPair.Loader;

/// <summary>
/// A private room for the module's assemblies on PowerShell 7: whatever stands in the module's folder comes
/// from there, everything else (the runtime, System.Management.Automation) from the default context.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private readonly string _folder;

    internal ModuleLoadContext(string folder)
        : base("Ec2KeyPair", isCollectible: false) => _folder = folder;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The loader itself is already in the default context; a second copy would be another type.
        if (assemblyName.Name is null or "Ec2KeyPair.Loader") return null;
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) => IntPtr.Zero;
}
#endif
