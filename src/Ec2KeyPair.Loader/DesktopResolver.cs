#if !NET
using System;
using System.IO;
using System.Reflection;

namespace Ec2KeyPair.Loader;

/// <summary>
/// Windows PowerShell 5.1 has one load context and no binding redirects for modules, so a reference to
/// System.Memory 4.0.1.1 does not find the 4.0.1.2 that lies beside us. This answers such requests, and only
/// such: a file name of ours, asked for by an assembly of ours. It never throws; null means "ask the next".
/// </summary>
internal sealed class DesktopResolver
{
    private readonly string _folder;

    private DesktopResolver(string folder) => _folder = folder;

    internal static void Register(string folder) =>
        AppDomain.CurrentDomain.AssemblyResolve += new DesktopResolver(folder).Resolve;

    private Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        if (!IsOurs(request.RequestingAssembly)) return null;
        var path = Path.Combine(_folder, new AssemblyName(request.Name).Name + ".dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }

    private bool IsOurs(Assembly? requester) =>
        requester is { IsDynamic: false }
        && string.Equals(Path.GetDirectoryName(requester.Location), _folder, StringComparison.OrdinalIgnoreCase);
}
#endif
