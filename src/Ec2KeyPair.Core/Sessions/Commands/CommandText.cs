using System.Text;

namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>
/// A command line as the agent needs it. The agent starts no shell for NonInteractiveCommands: it splits the text into
/// words as a shell would (google/shlex) and runs the first; on Windows all words are PowerShell's arguments.
/// </summary>
/// <remarks>
/// When a session ends, the agent kills the process that it started, and nothing that this has started: so the command is
/// marked, and another session can end the rest.
/// </remarks>
internal static class CommandText
{
    /// <summary>The text that makes the instance's shell run the command as it stands, marked.</summary>
    internal static string For(string command, bool isWindows, string mark) =>
        isWindows ? PowerShell(Beginning(mark) + command) : $"env {RunMark.Variable}={mark} sh -c {Quoted(command)}";

    /// <summary>The text that ends a marked command with all that it has started.</summary>
    internal static string Ending(bool isWindows, string mark) => isWindows
        ? PowerShell(WindowsKillScript.For(Encoded(Beginning(mark))))
        : $"sh -c {Quoted(KillScript.Text)} sh '' {mark}";

    // A multiple of three characters: then its base64 is the beginning of the whole command's.
    private static string Beginning(string mark)
    {
        var text = $"$env:{RunMark.Variable}='{mark}';";
        return text.PadRight((text.Length + 2) / 3 * 3);
    }

    private static string PowerShell(string script) => "-NoProfile -NonInteractive -OutputFormat Text -EncodedCommand " + Encoded(script);

    private static string Encoded(string script) => Convert.ToBase64String(Encoding.Unicode.GetBytes(script));

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''") + "'";
}
