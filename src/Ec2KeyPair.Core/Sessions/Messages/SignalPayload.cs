using System.Buffers.Binary;

namespace Ec2KeyPair.Core.Sessions.Messages;

/// <summary>The payload of a flag: 4 bytes, big-endian.</summary>
internal static class SignalPayload
{
    internal static bool TryRead(ReadOnlySpan<byte> payload, out SessionSignal signal)
    {
        signal = payload.Length == 4 ? (SessionSignal)BinaryPrimitives.ReadInt32BigEndian(payload) : default;
        return signal is >= SessionSignal.DisconnectToPort and <= SessionSignal.ConnectToPortError;
    }
}
