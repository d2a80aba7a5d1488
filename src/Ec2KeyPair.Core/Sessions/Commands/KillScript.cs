namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>Ends a command and everything that it has started, and looks that nothing is left.</summary>
/// <remarks>
/// First SIGTERM, so that programs can clean up, after 1.5 s SIGKILL. What carries the mark is followed, and what that has
/// started: sudo clears the environment, and its children don't carry it. Whoever runs as root by sudo is not the account's
/// to signal: then, and only then, sudo is asked. POSIX sh; without a /proc there is the process group only.
/// </remarks>
internal static class KillScript
{
    /// <summary>Its exit code when nothing of the command is left.</summary>
    internal const int Ended = 0;

    // $1: the process group, or empty. $2: the mark. try: 0 something got it, 1 nobody is there, 2 not permitted.
    internal const string Text = """
        g=$1 t=$2 all=
        [ -n "$g" ] || [ -r /proc/self/status ] || exit 2
        marked() { grep -ls -e "EC2KEYPAIR_RUN=$t" /proc/[0-9]*/environ 2>/dev/null; }
        runs() { case $(grep -s '^State:' "/proc/$1/status") in ''|*Z*|*X*) return 1;; esac; }
        add() { case " $all " in *" $1 "*) return 1;; esac; runs "$1" && all="$all $1"; }
        children() {
          set -- $(grep -s '^PPid:' /proc/[0-9]*/status)
          more=
          while [ $# -gt 1 ]; do
            p=${1#/proc/}
            case " $all " in *" $2 "*) add "${p%%/*}" && more=1;; esac
            shift 2
          done
          [ -n "$more" ]
        }
        look() {
          old=$all all=
          for p in $old; do add "$p"; done
          for f in $(marked); do f=${f#/proc/}; add "${f%/environ}"; done
          [ -z "$all" ] || while children; do :; done
        }
        try() {
          [ -n "$g" ] || return 1
          m=$(LC_ALL=C kill -s "$1" -- "-$g" 2>&1) && return 0
          case $m in *ermitted*) sudo -n kill -s "$1" -- "-$g" 2>/dev/null && return 0; return 2;; esac
          return 1
        }
        hit() {
          try "$1"
          for p in $all; do kill -s "$1" "$p" 2>/dev/null || { [ -d "/proc/$p" ] && sudo -n kill -s "$1" "$p" 2>/dev/null; }; done
        }
        look
        hit TERM
        i=0
        while [ $i -lt 40 ]; do
          look
          try 0
          [ $? -eq 1 ] && [ -z "$all" ] && exit 0
          [ $i -ge 15 ] && hit KILL
          sleep 0.1 2>/dev/null || sleep 1
          i=$((i+1))
        done
        exit 1
        """;

    /// <summary>What an exit code says; null when nothing of the command is left, else why that is not sure.</summary>
    internal static string? Verdict(int? exitCode) => exitCode switch
    {
        Ended => null,
        1 => "something of it does not end, even when it is killed.",
        null => "the instance does not tell what became of it.",
        _ => "the instance has no way to look for it.",
    };
}
