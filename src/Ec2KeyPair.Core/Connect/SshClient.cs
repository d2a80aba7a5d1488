using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Finds the system's OpenSSH client.</summary>
public static class SshClient
{
    /// <summary>Full path of <c>ssh</c>: the first on PATH, on Windows else the one that comes with the system.</summary>
    /// <exception cref="Ec2KeyPairException">SshClientNotFound.</exception>
    public static string Find()
    {
        var isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        var name = isWindows ? "ssh.exe" : "ssh";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted);
        if (isWindows) folders = folders.Append(Path.Combine(Environment.SystemDirectory, "OpenSSH"));
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new Ec2KeyPairException(
                ErrorCondition.SshClientNotFound,
                "The OpenSSH client is not on this machine.",
                name,
                isWindows
                    ? "Install it: Add-WindowsCapability -Online -Name OpenSSH.Client~~~~0.0.1.0"
                    : "Install it with the system's package manager: the package is openssh-client or openssh-clients.");
    }
}
