namespace Ec2KeyPair.Core.SshConfig;

/// <summary>The folder of the user's own ssh files.</summary>
internal static class SshFolder
{
    /// <summary><c>~/.ssh</c>, on Windows <c>%USERPROFILE%\.ssh</c>.</summary>
    internal static string Path => System.IO.Path.Combine(Home, ".ssh");

    internal static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
