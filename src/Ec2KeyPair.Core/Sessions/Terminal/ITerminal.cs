namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>The user's terminal.</summary>
public interface ITerminal : IDisposable
{
    /// <summary>Its size.</summary>
    TerminalSize Size { get; }

    /// <summary>Is told when the size may have changed; on any thread.</summary>
    event Action? SizeChanged;

    /// <summary>Hands every key over as it is, Ctrl+C included, and echoes nothing, until the result is disposed.</summary>
    /// <exception cref="IOException">The terminal refused.</exception>
    IDisposable EnterRaw();

    /// <summary>Reads what was typed, UTF-8 and VT sequences. A cancelled read takes no key away from the next reader.</summary>
    /// <returns>Bytes read; 0 at the end of input.</returns>
    Task<int> ReadAsync(byte[] buffer, CancellationToken cancel);

    /// <summary>Shows bytes as they are: UTF-8 and VT sequences, wherever they are cut.</summary>
    void Write(ReadOnlySpan<byte> data);
}
