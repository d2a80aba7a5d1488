namespace Ec2KeyPair.Core.Sessions.Transport;

/// <summary>Carries whole messages to and from the service. One sender and one receiver at a time.</summary>
internal interface IMessageTransport : IDisposable
{
    /// <summary>Sends a text message.</summary>
    ValueTask SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancel);

    /// <summary>Sends a binary message.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancel);

    /// <summary>Receives the next message into the buffer.</summary>
    /// <returns>Its length; -1 when the remote side has closed the connection.</returns>
    /// <exception cref="IOException">The connection broke, or the message was larger than the buffer.</exception>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel);
}

/// <summary>Opens transports.</summary>
internal interface IMessageDialer
{
    /// <summary>Connects to a stream URL.</summary>
    /// <exception cref="IOException">It could not be reached, or refused.</exception>
    Task<IMessageTransport> DialAsync(Uri streamUrl, CancellationToken cancel);
}
