namespace Ec2KeyPair.Core.Sessions;

/// <summary>Figures of one data channel since it was opened.</summary>
/// <param name="BytesSent">User data sent, each byte once.</param>
/// <param name="BytesReceived">User data received, each byte once.</param>
/// <param name="Resends">Frames sent again.</param>
/// <param name="Duplicates">Frames received again.</param>
/// <param name="Reconnects">Times that the channel was resumed on a new socket.</param>
/// <param name="RoundTrip">The smoothed time from a frame to its acknowledgement.</param>
public sealed record SessionCounters(
    long BytesSent, long BytesReceived, long Resends, long Duplicates, int Reconnects, TimeSpan RoundTrip);
