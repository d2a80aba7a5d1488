using System.IO.Pipes;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Agent;

/// <summary>A named pipe of Windows under a name that nobody can guess.</summary>
/// <remarks>
/// .NET lets it be for the current user only. .NET Framework's default is: others may open it for reading, and so can ask
/// nothing (CreateNamedPipe, default security descriptor).
/// </remarks>
internal sealed class PipeListener : IAgentListener
{
    private const int NameBytes = 16;
#if NET
    private const PipeOptions Options = PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly;
#else
    private const PipeOptions Options = PipeOptions.Asynchronous;
#endif
    private readonly string _name = "ec2keypair-" + Hex.Encode(Secret.Random(NameBytes));
    private readonly CancellationTokenSource _stop = new();
    private NamedPipeServerStream _next;

    internal PipeListener() => _next = Create();

    public string Address => @"\\.\pipe\" + _name;

    public async Task<Stream?> AcceptAsync()
    {
        while (true)
        {
            var waiting = _next;
            try
            {
                await waiting.WaitForConnectionAsync(_stop.Token).ConfigureAwait(false);
                _next = Create();
                return waiting;
            }
            catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException or IOException)
            {
                return null;
            }
            catch (IOException)
            {
                // A client that was gone before it was taken: its end of the pipe is spent.
                waiting.Dispose();
                _next = Create();
            }
        }
    }

    public void Dispose()
    {
        if (_stop.IsCancellationRequested) return;
        _stop.Cancel();
        _next.Dispose();
    }

    private NamedPipeServerStream Create() =>
        new(_name, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances, PipeTransmissionMode.Byte, Options);
}
