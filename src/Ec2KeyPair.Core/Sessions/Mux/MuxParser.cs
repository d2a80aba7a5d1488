using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Sessions.Mux;

/// <summary>Takes a byte stream of smux frames apart, wherever it is cut. Data is passed on as it comes, so nothing is kept but a header.</summary>
internal sealed class MuxParser
{
    private readonly byte[] _header = new byte[MuxHeader.Size];
    private int _headerBytes;
    private MuxHeader _frame;
    private int _dataLeft;

    /// <summary>The next piece of the bytes: a command, or some data of a stream.</summary>
    /// <param name="bytes">What has arrived; what was understood of it is taken off.</param>
    /// <param name="frame">The frame that the piece belongs to.</param>
    /// <param name="data">Its data, or some of it.</param>
    /// <returns>False when all bytes are used up.</returns>
    /// <exception cref="Ec2KeyPairException">SessionProtocolError: this is not smux v1.</exception>
    internal bool TryNext(ref ReadOnlyMemory<byte> bytes, out MuxHeader frame, out ReadOnlyMemory<byte> data)
    {
        data = default;
        frame = _frame;
        if (_dataLeft == 0)
        {
            if (!TryHeader(ref bytes)) return false;
            frame = _frame;
            _dataLeft = _frame.Length;
            if (_dataLeft == 0) return true;
        }

        if (bytes.IsEmpty) return false;
        data = bytes.Slice(0, Math.Min(_dataLeft, bytes.Length));
        bytes = bytes.Slice(data.Length);
        _dataLeft -= data.Length;
        return true;
    }

    private bool TryHeader(ref ReadOnlyMemory<byte> bytes)
    {
        var count = Math.Min(MuxHeader.Size - _headerBytes, bytes.Length);
        bytes.Span.Slice(0, count).CopyTo(_header.AsSpan(_headerBytes));
        bytes = bytes.Slice(count);
        _headerBytes += count;
        if (_headerBytes < MuxHeader.Size) return false;
        _headerBytes = 0;
        if (MuxHeader.TryRead(_header, out _frame)) return true;
        throw new Ec2KeyPairException(
            ErrorCondition.SessionProtocolError, "The agent sent something that is no frame of smux version 1.");
    }
}
