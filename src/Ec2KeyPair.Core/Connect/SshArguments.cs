namespace Ec2KeyPair.Core.Connect;

/// <summary>Looks at the user's own ssh arguments as ssh does: which are options, and is there a remote command.</summary>
public static class SshArguments
{
    // ssh(1): the options that take a value, and those with which no shell is started on the instance.
    private const string WithValue = "BbcDEeFIiJLlmOopPQRSWw";
    private const string WithoutShell = "NfWOGQVs";

    /// <summary>True when these arguments make ssh end by itself or run something else than an interactive shell.</summary>
    public static bool NeedNoTerminal(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.Length < 2 || argument[0] != '-') return true;
            if (argument == "--") return i + 1 < arguments.Count;
            var flags = Flags(argument, out var takesNext);
            if (flags.Any(flag => WithoutShell.Contains(flag))) return true;
            if (takesNext) i++;
        }

        return false;
    }

    /// <summary>True when ssh leaves the foreground once it is logged in.</summary>
    public static bool GoesToBackground(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.Length < 2 || argument[0] != '-' || argument == "--") return false; // The remote command's arguments are its own.
            if (Flags(argument, out var takesNext).Contains('f')) return true;
            if (takesNext) i++;
        }

        return false;
    }

    // "-p22" carries its value, "-p 22" takes the next argument.
    private static string Flags(string argument, out bool takesNext)
    {
        takesNext = false;
        for (var at = 1; at < argument.Length; at++)
        {
            if (!WithValue.Contains(argument[at])) continue;
            takesNext = at == argument.Length - 1;
            return argument.Substring(1, at);
        }

        return argument.Substring(1);
    }
}
