using System.Threading.Channels;

namespace Ec2KeyPair.AwsEndpoint.Gateway;

/// <summary>One direction between client and agent: loses, doubles, reorders and delays frames, by seed. Bounded, so that who sends too fast waits.</summary>
internal sealed class LossyLink(LinkFaults faults, int salt, Func<byte[], ValueTask> deliver)
{
    // What stands here is lost when a socket is cut, and an agent brings back ten frames a second.
    private const int Capacity = 8;
    private readonly Channel<(byte[] Frame, long DueAt)> _frames = Channel.CreateBounded<(byte[], long)>(Capacity);
    private readonly Random _dice = new(faults.Seed * 1000 + salt);
    private readonly Lock _gate = new();
    private byte[]? _overtaken;

    /// <summary>Sends a frame; control frames of the service are never harmed.</summary>
    public async ValueTask SendAsync(byte[] frame, bool isAcknowledgement, bool mayBeHarmed)
    {
        var copies = new List<byte[]>(3);
        lock (_gate)
        {
            if (mayBeHarmed && IsLost(isAcknowledgement)) return;
            if (mayBeHarmed && _overtaken is null && Hits(faults.ReorderPercent))
            {
                _overtaken = frame;
                return;
            }

            copies.Add(frame);
            if (mayBeHarmed && Hits(faults.DuplicatePercent)) copies.Add(frame);
            if (_overtaken is not null) copies.Add(_overtaken);
            _overtaken = null;
        }

        var due = Environment.TickCount64 + (long)faults.Delay.TotalMilliseconds;
        try
        {
            foreach (var copy in copies) await _frames.Writer.WriteAsync((copy, due));
        }
        catch (ChannelClosedException)
        {
            // The session has ended, and nobody hears it any more.
        }
    }

    /// <summary>Delivers until cancelled; from then on whoever sends does not wait.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (var (frame, due) in _frames.Reader.ReadAllAsync(cancel))
            {
                var early = due - Environment.TickCount64;
                if (early > 0) await Task.Delay((int)early, cancel);
                await deliver(frame);
            }
        }
        finally
        {
            _frames.Writer.TryComplete();
        }
    }

    private bool IsLost(bool isAcknowledgement) =>
        Hits(faults.LossPercent) || (isAcknowledgement && Hits(faults.AcknowledgementLossPercent));

    private bool Hits(double percent) => percent > 0 && _dice.NextDouble() * 100 < percent;
}
