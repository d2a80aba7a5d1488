namespace Ec2KeyPair.Core.Store.Files;

/// <summary>What is to be written when a path is.</summary>
internal static class LinkTarget
{
    /// <summary>The path itself, or what the link there leads to in the end, whether that is there or not.</summary>
    /// <exception cref="IOException">It leads in a circle; or .NET Framework, which can't tell where to.</exception>
    internal static string Of(string path) => PathStatus.Of(path) is { Kind: PathKind.Link } ? Followed(path) : path;

#if NET
    private static string Followed(string link) => File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName ?? link;
#else
    private static string Followed(string link) => throw new IOException("It is a link; give the path of the file itself.");
#endif
}
