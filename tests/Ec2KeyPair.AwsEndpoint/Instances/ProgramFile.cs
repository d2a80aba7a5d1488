using System.Diagnostics;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>
/// Programs that are run as soon as they are written. A file that is open for writing can't be run (ETXTBSY), and whatever
/// process this one starts has its open files until it has become another program; so they are written by a program that
/// has none but theirs.
/// </summary>
internal static class ProgramFile
{
    /// <summary>Writes a program that its owner may run.</summary>
    internal static void Write(string path, string text)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "umask 077 && cat >\"$1\" && chmod 700 \"$1\"", "sh", path]) { RedirectStandardInput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using (var input = process.StandardInput) input.Write(text);
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new IOException($"{path} could not be written: {errors}");
    }
}
