using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Connect.Rdp.FreeRdp;

/// <summary>What FreeRDP prints, line by line: passed on fit to be shown, and searched for what its exit code does not tell.</summary>
internal sealed class FreeRdpOutput(Func<string, Task>? say)
{
    private const int MostLines = 1000;

    // In versions 2 and 3 alike (libfreerdp/crypto/tls.c, client/X11/xf_client.c, client/common/cmdline.c).
    private const string Denied = "automatically denying";
    private const string NoDisplay = "failed to open display";
    private const string Usage = "Usage: ";
    private const string Prompt = "Password: ";
    private int _lines;

    /// <summary>True when it refused the server's certificate.</summary>
    internal bool RefusedCertificate { get; private set; }

    /// <summary>True when there was no screen to show anything on.</summary>
    internal bool FoundNoDisplay { get; private set; }

    /// <summary>True when it printed how it is used, as it does when it does not understand its arguments.</summary>
    internal bool PrintedUsage { get; private set; }

    /// <summary>Reads one of its streams to the end.</summary>
    internal async Task ReadAsync(TextReader stream)
    {
        while (await stream.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            RefusedCertificate |= line.Contains(Denied);
            FoundNoDisplay |= line.Contains(NoDisplay);
            PrintedUsage |= line.StartsWith(Usage, StringComparison.Ordinal);
            // The prompt for the password that it was given has no end of line.
            var text = line.StartsWith(Prompt, StringComparison.Ordinal) ? line.Substring(Prompt.Length) : line;
            if (say is null || PrintedUsage || text.Trim().Length == 0 || Interlocked.Increment(ref _lines) > MostLines) continue;
            await say(Printable.Text(text.Replace('\t', ' ').TrimEnd())).ConfigureAwait(false);
        }
    }
}
