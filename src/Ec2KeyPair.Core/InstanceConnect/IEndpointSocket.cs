namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>One tunnel of an Instance Connect Endpoint: the bytes of one TCP connection. One reader and one writer at a time.</summary>
internal interface IEndpointSocket : IDisposable
{
    /// <summary>Receives some bytes; 0 when the instance's side has said all it had to say.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">ConnectEndpointFailed: the service says what is wrong, or the connection broke.</exception>
    ValueTask<int> ReceiveAsync(byte[] buffer, CancellationToken cancel);

    /// <summary>Sends bytes, at most <see cref="EndpointRelay.LargestSend"/>.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">ConnectEndpointFailed.</exception>
    ValueTask SendAsync(byte[] buffer, int count, CancellationToken cancel);

    /// <summary>Says that no more is sent; what still comes can be received.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">ConnectEndpointFailed.</exception>
    Task EndSendingAsync(CancellationToken cancel);
}
