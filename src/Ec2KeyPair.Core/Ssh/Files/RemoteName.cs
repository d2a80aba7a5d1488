using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>
/// Lets only plain file names in from instances. Whoever owns an instance chooses these names: one with a separator would
/// leave the folder that is copied to, one of a device would be written to, one with control characters would speak to
/// the terminal.
/// </summary>
internal static class RemoteName
{
    private const string ForbiddenOnWindows = "<>:\"/\\|?*";

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM\u00B9", "COM\u00B2", "COM\u00B3",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT\u00B9", "LPT\u00B2", "LPT\u00B3",
    };

    /// <summary>The name, when it can be that of a file here.</summary>
    /// <exception cref="Ec2KeyPairException">RemoteNameUnsafe.</exception>
    internal static string Checked(string name, string path) => Fault(name, Platform.IsWindows) is { } fault
        ? throw new Ec2KeyPairException(
            ErrorCondition.RemoteNameUnsafe,
            $"'{Printable.Text(path)}' was not copied: its name {fault}.",
            path,
            "Copy it under another name: give its full path and a file name as -Destination.")
        : name;

    /// <summary>The error for an entry that the instance says is in one folder and places in another.</summary>
    internal static Ec2KeyPairException Elsewhere(string path, string folder) => new(
        ErrorCondition.RemoteNameUnsafe,
        $"The instance lists '{Printable.Text(path)}' in the folder '{Printable.Text(folder)}', where it can't be; nothing of that folder was copied.",
        folder,
        "Look at the instance: its SFTP server does not behave.");

    /// <summary>What is wrong with it; null when nothing is.</summary>
    internal static string? Fault(string name, bool isWindows)
    {
        if (name.Length == 0 || name is "." or "..") return "is none";
        if (name.Any(c => c == '/')) return "has a separator in it";
        if (name.Any(char.IsControl)) return "has control characters in it";
        if (name.Any(c => c == '\uFFFD')) return "is not UTF-8";
        if (!isWindows) return null;
        if (name.Any(ForbiddenOnWindows.Contains)) return "has characters in it that Windows forbids";
        if (name[name.Length - 1] is '.' or ' ') return "ends with a dot or a space, which Windows drops";
        return Devices.Contains(name.Split('.')[0].TrimEnd(' ')) ? "is that of a device of Windows" : null;
    }
}
