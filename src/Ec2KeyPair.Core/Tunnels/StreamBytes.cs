#if !NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace Ec2KeyPair.Core.Tunnels;

/// <summary>Reading and writing streams in the one spelling that both targets have; on the modern one nothing is allocated.</summary>
internal static class StreamBytes
{
    internal static ValueTask<int> ReadSomeAsync(this Stream stream, byte[] buffer, int offset, int count, CancellationToken cancel) =>
#if NET8_0_OR_GREATER
        stream.ReadAsync(buffer.AsMemory(offset, count), cancel);
#else
        new(stream.ReadAsync(buffer, offset, count, cancel));
#endif

    internal static ValueTask WriteAllAsync(this Stream stream, ReadOnlyMemory<byte> data, CancellationToken cancel)
    {
#if NET8_0_OR_GREATER
        return stream.WriteAsync(data, cancel);
#else
        if (!MemoryMarshal.TryGetArray(data, out var segment)) segment = new ArraySegment<byte>(data.ToArray());
        return new(stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancel));
#endif
    }
}
