using System.Globalization;

namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>Ends a command and everything that it has started, and looks that nothing is left. Exit code 0: nothing is.</summary>
/// <remarks>
/// First SIGTERM, so that programs can clean up, after 1.5 s SIGKILL. Whoever runs as root by sudo is not the account's to
/// signal: then, and only then, sudo is asked. POSIX sh; /proc is looked into where there is one.
/// </remarks>
internal static class KillScript
{
    // $1: the process group, or empty. $2: the mark. try: 0 something got it, 1 nobody is there, 2 not permitted.
    private const string Text = """
        g=$1 t=$2
        marked() { grep -ls -e "EC2KEYPAIR_RUN=$t" /proc/[0-9]*/environ 2>/dev/null; }
        try() {
          [ -n "$g" ] || return 1
          m=$(LC_ALL=C kill -s "$1" -- "-$g" 2>&1) && return 0
          case $m in *ermitted*) sudo -n kill -s "$1" -- "-$g" 2>/dev/null && return 0; return 2;; esac
          return 1
        }
        hit() {
          try "$1"
          for f in $(marked); do f=${f#/proc/}; kill -s "$1" "${f%/environ}" 2>/dev/null; done
        }
        hit TERM
        i=0
        while [ $i -lt 40 ]; do
          try 0
          [ $? -eq 1 ] && [ -z "$(marked)" ] && exit 0
          [ $i -ge 15 ] && hit KILL
          sleep 0.1 2>/dev/null || sleep 1
          i=$((i+1))
        done
        exit 1
        """;

    /// <summary>The line for the account's shell.</summary>
    internal static string For(string mark, int? processId) =>
        RemoteShell.Script(Text, processId?.ToString(CultureInfo.InvariantCulture) ?? "", mark);
}
