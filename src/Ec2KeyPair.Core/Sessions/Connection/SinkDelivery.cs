using Ec2KeyPair.Core.Sessions.Channel;
using Ec2KeyPair.Core.Sessions.Messages;

namespace Ec2KeyPair.Core.Sessions.Connection;

/// <summary>Hands what the channel has received to the layer above, one payload at a time.</summary>
/// <param name="gate">The lock that guards the channel.</param>
/// <param name="channel">The channel.</param>
/// <param name="sink">The layer above.</param>
/// <param name="now">The channel's time.</param>
/// <param name="stopped">Ends when nobody may wait for the layer above any more.</param>
internal sealed class SinkDelivery(object gate, DataChannel channel, ISessionSink sink, Func<TimeSpan> now, Task stopped)
{
    /// <summary>Delivers all there is.</summary>
    /// <exception cref="SinkFailedException">The sink threw, or took nothing until the session ended.</exception>
    internal async ValueTask RunAsync()
    {
        while (TryTake(out var delivery))
        {
            try
            {
                var taking = PassAsync(delivery);
                if (!taking.IsCompletedSuccessfully) await WaitAsync(taking.AsTask()).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                // An IOException of the sink's is not one of the socket's, which would be mended by another socket.
                throw new SinkFailedException(e);
            }

            delivery.Return();
        }
    }

    // While the layer above is busy nothing is read: that is what slows the remote side down.
    private async Task WaitAsync(Task taking)
    {
        lock (gate) channel.SuspendReading();
        // A sink that takes nothing any more must not keep the session from ending; it keeps the lent memory then.
        var first = await Task.WhenAny(taking, stopped).ConfigureAwait(false);
        lock (gate) channel.ResumeReading(now());
        if (first != taking)
        {
            _ = taking.ContinueWith(
                static abandoned => abandoned.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new SinkFailedException(new OperationCanceledException("The session ended while its output was being taken."));
        }

        await taking.ConfigureAwait(false);
    }

    private bool TryTake(out Delivery delivery)
    {
        lock (gate) return channel.TryDeliver(out delivery);
    }

    private ValueTask PassAsync(in Delivery delivery) => delivery.Type switch
    {
        PayloadType.Output => sink.OutputAsync(delivery.Bytes),
        PayloadType.StdErr => sink.ErrorOutputAsync(delivery.Bytes),
        PayloadType.ExitCode when ExitCodeText.TryRead(delivery.Bytes.Span, out var code) => sink.ExitCodeAsync(code),
        PayloadType.Flag when SignalPayload.TryRead(delivery.Bytes.Span, out var signal) => sink.SignalAsync(signal),
        _ => default,
    };
}
