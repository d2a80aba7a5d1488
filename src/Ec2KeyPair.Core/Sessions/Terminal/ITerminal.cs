namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>The terminal in front of the user, as bytes: keys come in as a terminal sends them, output goes out untouched.</summary>
/// <remarks>One reader and any number of writers at a time; what is written in one call stays together.</remarks>
public interface ITerminal : IDisposable
{
    /// <summary>True when both the input and the output are a terminal; all else needs that.</summary>
    bool IsInteractive { get; }

    /// <summary>Its size at this moment.</summary>
    TerminalSize Size { get; }

    /// <summary>The size may have changed. Raised on any thread, and only while the terminal is raw.</summary>
    event EventHandler? SizeChanged;

    /// <summary>
    /// Has every key sent on as bytes, Ctrl+C and the like too, none of them echoed or acted upon, until the result
    /// is disposed. Then, or when the process ends before, the terminal is as it was.
    /// </summary>
    /// <exception cref="Errors.Ec2KeyPairException">HostNotInteractive: this is no terminal, or one that can't do it.</exception>
    IDisposable EnterRaw();

    /// <summary>
    /// Waits for keys. A cancelled read has taken nothing: when its task ends, the next key belongs to whoever reads next.
    /// </summary>
    /// <returns>The number of bytes; 0 when the terminal is gone.</returns>
    Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel);

    /// <summary>Writes all of it. The caller's thread does not wait for a slow terminal.</summary>
    Task WriteAsync(ReadOnlyMemory<byte> data);
}
