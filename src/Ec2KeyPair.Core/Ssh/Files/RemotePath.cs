namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>Paths of instances: POSIX's, whatever system this is.</summary>
internal static class RemotePath
{
    /// <summary>The path as SFTP takes it: relative ones start at the account's home folder, which <c>~</c> means too.</summary>
    internal static string FromHome(string path) => path switch
    {
        "~" or "~/" or "" => ".",
        _ when path.StartsWith("~/", StringComparison.Ordinal) => path.Substring(2),
        _ => path,
    };

    internal static string Combine(string folder, string name) => folder == "." ? name
        : folder.EndsWith("/", StringComparison.Ordinal) ? folder + name
        : folder + "/" + name;

    /// <summary>The last part, <c>b</c> of <c>/a/b</c> and of <c>/a/b/</c>; empty for the root.</summary>
    internal static string NameOf(string path)
    {
        var bare = path.TrimEnd('/');
        return bare.Substring(bare.LastIndexOf('/') + 1);
    }

    /// <summary>The folder, <c>/a</c> of <c>/a/b</c>; <c>.</c> where the path has none.</summary>
    internal static string FolderOf(string path)
    {
        var bare = path.TrimEnd('/');
        var at = bare.LastIndexOf('/');
        return at < 0 ? "." : at == 0 ? "/" : bare.Substring(0, at);
    }
}
