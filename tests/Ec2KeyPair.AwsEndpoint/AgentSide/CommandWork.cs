using System.Diagnostics;
using System.Text;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>NonInteractiveCommands: splits the command into words as a shell would, starts the first, and no shell.</summary>
internal sealed class CommandWork(Agent agent, string command, bool isSeparate) : IAgentWork
{
    private Process? _process;

    public async Task<string> RunAsync(CancellationToken cancel)
    {
        List<string> words;
        try
        {
            words = ShellWords.Split(command);
        }
        catch (FormatException e)
        {
            return $"Failed to parse commands input: {e.Message}";
        }

        if (words.Count == 0) return "no command";
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var word in words.Skip(1)) start.ArgumentList.Add(word);
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"Encountered an error while starting command: {e.Message}";
        }

        using var process = _process;
        process.StandardInput.Close();
        await Task.WhenAll(
            PassAsync(process.StandardOutput.BaseStream, Payload.Output, cancel),
            PassAsync(process.StandardError.BaseStream, isSeparate ? Payload.StdErr : Payload.Output, cancel));
        await process.WaitForExitAsync(cancel);
        if (isSeparate) await agent.SendAsync(Payload.ExitCode, Encoding.ASCII.GetBytes($"EXIT_CODE: {process.ExitCode}"));
        return "";
    }

    // Other input than signals is thrown away.
    public ValueTask<bool> TakeAsync(uint payloadType, ReadOnlyMemory<byte> payload)
    {
        if (payloadType == Payload.Output && payload.Span.SequenceEqual("\u0003"u8)) Stop();
        return new(true);
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    private async Task PassAsync(Stream from, uint type, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancel) is var count and > 0) await agent.SendAsync(type, buffer.AsMemory(0, count));
    }

    // As the agent's os.Process.Kill: the process itself, and nothing that it has started.
    private void Stop()
    {
        try
        {
            _process?.Kill(entireProcessTree: false);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

    }
}
