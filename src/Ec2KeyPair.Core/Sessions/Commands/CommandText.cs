using System.Text;

namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>
/// A command line as the agent needs it. The agent starts no shell for NonInteractiveCommands: it splits the text into
/// words as a shell would (google/shlex) and runs the first; on Windows all words are PowerShell's arguments.
/// </summary>
public static class CommandText
{
    /// <summary>The text that makes the instance's shell run the command as it stands.</summary>
    public static string For(string command, bool isWindows) => isWindows
        ? "-NoProfile -NonInteractive -OutputFormat Text -EncodedCommand " + Convert.ToBase64String(Encoding.Unicode.GetBytes(command))
        : "sh -c '" + command.Replace("'", "'\\''") + "'";
}
