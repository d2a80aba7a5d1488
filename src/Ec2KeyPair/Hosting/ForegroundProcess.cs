using System.ComponentModel;
using System.Diagnostics;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Hosting;

/// <summary>Runs a program that takes over the terminal: keyboard, screen and signals are its own until it ends.</summary>
internal static class ForegroundProcess
{
    /// <summary>Starts the program and waits for its end; a cancelled wait ends the program.</summary>
    /// <returns>The program's exit code.</returns>
    /// <exception cref="Ec2KeyPairException">SshClientNotFound: it can't be started.</exception>
    internal static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        // Nothing is redirected: the program inherits the terminal.
        var start = new ProcessStartInfo(program) { UseShellExecute = false };
#if NET
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
#else
        start.Arguments = WindowsCommandLine.Join(arguments);
#endif
        using var process = Start(start);
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ended.TrySetResult(true);
        if (process.HasExited) ended.TrySetResult(true);
        using (cancel.Register(() => End(process)))
        {
            await ended.Task.ConfigureAwait(false);
        }

        cancel.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.SshClientNotFound, $"'{start.FileName}' can't be started: {e.Message}", start.FileName, innerException: e);
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in this moment, which is what was wanted.
        }
    }
}
