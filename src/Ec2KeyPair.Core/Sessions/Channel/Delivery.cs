using System.Buffers;
using Ec2KeyPair.Core.Sessions.Messages;

namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>A payload for the layer above, in order.</summary>
/// <param name="Type">Output, StdErr, ExitCode or Flag.</param>
/// <param name="Bytes">The payload, decrypted; lent until it is <see cref="Return">returned</see>.</param>
/// <param name="Pooled">The buffer it stands in, when that comes from the pool.</param>
internal readonly record struct Delivery(PayloadType Type, ReadOnlyMemory<byte> Bytes, byte[]? Pooled)
{
    internal void Return()
    {
        if (Pooled is not null) ArrayPool<byte>.Shared.Return(Pooled, clearArray: true);
    }
}
