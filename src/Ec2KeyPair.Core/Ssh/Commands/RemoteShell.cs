using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>
/// A command as it is sent over SSH. The server hands it to the account's own shell, whatever that is; all that shell has
/// to understand is single quotes. sh then says its process id and runs the command with an empty input.
/// </summary>
/// <remarks>
/// sshd makes each command the leader of a session of its own, so the process id names the group of all that the command
/// starts. The mark in the environment finds those too that have left the group (setsid, daemons). Where nobody listens
/// any more, saying the process id fails, and the command is not begun.
/// </remarks>
internal sealed class RemoteShell
{
    /// <summary>The environment variable that marks the command and all its children.</summary>
    internal const string MarkVariable = "EC2KEYPAIR_RUN";

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
        var mark = string.Concat(Secret.Random(16).Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
        var start = $"printf \"%s %s\\n\" {mark} $$ >&2 || exit 255; {MarkVariable}={mark}; export {MarkVariable}; exec /bin/sh -c \"$1\" </dev/null";
        return new RemoteShell(mark, Script(start, command));
    }

    /// <summary>A script of sh with its arguments, as one line for any login shell.</summary>
    internal static string Script(string script, params string[] arguments) =>
        "exec /bin/sh -c " + Quoted(script) + " sh" + string.Concat(arguments.Select(argument => " " + Quoted(argument)));

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''") + "'";
}
