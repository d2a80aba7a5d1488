using System.Text;
using Ec2KeyPair.Core.Sessions.Commands;

namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>
/// A command as it is sent over SSH. The server hands it to the account's own shell, whatever that is; all that shell has
/// to understand is single quotes around plain characters. sh then says its process id and runs the command with an empty input.
/// </summary>
/// <remarks>
/// sshd makes each command the leader of a session of its own, so the process id names the group of all that the command
/// starts. The mark in the environment finds those too that have left the group (setsid, daemons); whoever has said its
/// process id has the mark. Where nobody listens any more, saying the process id fails, and the command is not begun.
/// </remarks>
internal sealed class RemoteShell
{
    // What means nothing to any shell in single quotes. fish knows \\ and \' there, csh knows ! and no line breaks, and old
    // ones take the eighth bit for themselves.
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \"#$%&()*+,-./:;<=>?@[]^_`{|}~";

    private RemoteShell(string mark, string text)
    {
        Mark = mark;
        Text = text;
    }

    /// <summary>What marks this one run, 32 hexadecimal digits.</summary>
    internal string Mark { get; }

    /// <summary>What is sent.</summary>
    internal string Text { get; }

    /// <summary>Wraps a command of sh.</summary>
    internal static RemoteShell For(string command)
    {
        var mark = RunMark.New();
        var start = $$"""
            {{RunMark.Variable}}={{mark}}
            export {{RunMark.Variable}}
            exec /bin/sh -c 'printf "%s %s\n" "${{RunMark.Variable}}" $$ >&2 || exit 255; exec /bin/sh -c "$1" </dev/null' sh "$(printf %b "$1")"
            """;
        return new RemoteShell(mark, Script(start, Octal(command)));
    }

    /// <summary>The line that ends a marked command.</summary>
    /// <param name="mark">Its mark.</param>
    /// <param name="processId">Its process group; null when it never said so.</param>
    internal static string Ending(string mark, int? processId) =>
        Script(KillScript.Text, processId?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", mark);

    // A script of sh with its arguments, which have to be plain, as one line for any login shell.
    private static string Script(string script, params string[] arguments) =>
        "exec /bin/sh -c 's=$1; shift; eval \"$(printf %b \"$s\")\"' sh '" + Octal(script) + "'" + string.Concat(arguments.Select(argument => " '" + argument + "'"));

    /// <summary>Text as printf's %b reads it back.</summary>
    private static string Octal(string text)
    {
        var octal = new StringBuilder(text.Length * 2);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (Plain.Contains((char)value)) octal.Append((char)value);
            else octal.Append('\\').Append('0').Append(Convert.ToString(value, 8).PadLeft(3, '0'));
        }

        return octal.ToString();
    }
}
