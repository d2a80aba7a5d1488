using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Writes values so that ssh takes each as one value and expands nothing in it (ssh_config(5), TOKENS).</summary>
internal static class SshOption
{
    /// <summary>A path for UserKnownHostsFile or IdentityFile in <c>-o</c>: quoted, with <c>%</c> doubled.</summary>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe: no quoting keeps ssh from reading this path otherwise.</exception>
    internal static string Path(string path)
    {
        // "${NAME}" is expanded even in quotes, a quote ends them, and neither can be escaped in every OpenSSH version.
        if (path.Contains("${") || path.Any(c => c == '"' || char.IsControl(c)))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.ArgumentUnsafe,
                $"The path '{Text.Printable.Text(path)}' has characters that ssh would not take as they are.",
                path,
                "Move the file to a path without quotes, control characters and ${...}.");
        }

        // OpenSSH 8.7 and later make one of two backslashes, which a UNC path begins with; Windows takes slashes as well.
        var written = System.IO.Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path;
        return "\"" + written.Replace("%", "%%") + "\"";
    }
}
