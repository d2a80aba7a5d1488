using System.ComponentModel;
using System.Diagnostics;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Hosting;

/// <summary>Runs a program that takes over the terminal: keyboard, screen and signals are its own until it ends.</summary>
internal static class ForegroundProcess
{
    /// <summary>Starts the program and waits for its end; a cancelled wait ends the program.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables of its own, beside those of this process; null for none.</param>
    /// <param name="errors">Listens in on its standard error, which is shown all the same; null for none.</param>
    /// <param name="cancel">Ends the program.</param>
    /// <returns>The program's exit code.</returns>
    /// <exception cref="Ec2KeyPairException">SshClientNotFound: it can't be started.</exception>
    internal static async Task<int> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment,
        StandardErrorTail? errors,
        CancellationToken cancel)
    {
        // Nothing else is redirected: the program inherits the terminal, and asks its questions there.
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = errors is not null };
#if NET
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
#else
        start.Arguments = WindowsCommandLine.Join(arguments);
#endif
        foreach (var variable in environment ?? new Dictionary<string, string>()) start.Environment[variable.Key] = variable.Value;
        using var process = Start(start);
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ended.TrySetResult(true);
        if (process.HasExited) ended.TrySetResult(true);
        var listening = errors?.ListenAsync(process.StandardError.BaseStream) ?? Task.CompletedTask;
        using (cancel.Register(() => End(process)))
        {
            await ended.Task.ConfigureAwait(false);
        }

        if (errors is not null) await StandardErrorTail.EndAsync(listening).ConfigureAwait(false);

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
