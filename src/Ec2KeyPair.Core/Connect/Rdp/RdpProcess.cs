using System.ComponentModel;
using System.Diagnostics;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>A client's process, from its start to its end.</summary>
internal sealed class RdpProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RdpProcess(Process process)
    {
        _process = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _ended.TrySetResult(true);
        if (process.HasExited) _ended.TrySetResult(true);
    }

    internal Stream Input => _process.StandardInput.BaseStream;

    internal TextReader Output => _process.StandardOutput;

    internal TextReader Error => _process.StandardError;

    /// <summary>Starts a program.</summary>
    /// <exception cref="Ec2KeyPairException">RdpClientNotFound: it can't be started.</exception>
    internal static RdpProcess Start(ProcessStartInfo start, IReadOnlyList<string> arguments)
    {
        start.UseShellExecute = false;
#if NET
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
#else
        start.Arguments = WindowsCommandLine.Join(arguments);
#endif
        try
        {
            return new RdpProcess(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.RdpClientNotFound, $"'{start.FileName}' can't be started: {e.Message}", start.FileName, innerException: e);
        }
    }

    /// <summary>Waits for its end; a cancelled wait ends it.</summary>
    /// <returns>Its exit code.</returns>
    internal async Task<int> EndAsync(CancellationToken cancel)
    {
        using (cancel.Register(Kill))
        {
            await _ended.Task.ConfigureAwait(false);
        }

        cancel.ThrowIfCancellationRequested();
        return _process.ExitCode;
    }

    /// <summary>Ends it if it still runs.</summary>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            if (!_process.HasExited) _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in this moment, which is what was wanted.
        }
    }
}
