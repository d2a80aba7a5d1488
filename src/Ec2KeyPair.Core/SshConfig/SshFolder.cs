namespace Ec2KeyPair.Core.SshConfig;

/// <summary>The folder of the user's own ssh files.</summary>
internal static class SshFolder
{
    /// <summary><c>~/.ssh</c>, on Windows <c>%USERPROFILE%\.ssh</c>.</summary>
    internal static string Path => System.IO.Path.Combine(Home, ".ssh");

    internal static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>The folder of the machine's ssh files: <c>/etc/ssh</c>, on Windows <c>%PROGRAMDATA%\ssh</c>.</summary>
    internal static string Machine => Store.Files.Platform.IsWindows
        ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "ssh")
        : "/etc/ssh";
}
