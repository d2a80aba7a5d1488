using System.Security.Cryptography;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>Counts what passes in one direction, and digests it where that is wanted.</summary>
/// <param name="inner">Where it goes to or comes from; whoever opened it closes it.</param>
/// <param name="digests">Take a SHA-256.</param>
/// <param name="passed">Is told the bytes of each piece.</param>
internal sealed class CountingStream(Stream inner, bool digests, Action<int>? passed) : Stream
{
    private readonly IncrementalHash? _hash = digests ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;

    /// <summary>Bytes so far.</summary>
    internal long Count { get; private set; }

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    /// <summary>The SHA-256 of it all in lower-case hexadecimal; null when none was wanted. Once, at the end.</summary>
    internal string? Digest() => _hash is null ? null : string.Concat(_hash.GetHashAndReset().Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));

    public override int Read(byte[] buffer, int offset, int count) => Passed(buffer, offset, inner.Read(buffer, offset, count));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
#if NET8_0_OR_GREATER
        return await ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false);
#else
        return Passed(buffer, offset, await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false));
#endif
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        inner.Write(buffer, offset, count);
        Passed(buffer, offset, count);
    }

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
#if NET8_0_OR_GREATER
        await WriteAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false);
#else
        await inner.WriteAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        Passed(buffer, offset, count);
#endif
    }

#if NET8_0_OR_GREATER
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Passed(buffer.Span.Slice(0, count));
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        Passed(buffer.Span);
    }
#endif

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash?.Dispose();
        base.Dispose(disposing);
    }

#if NET8_0_OR_GREATER
    private void Passed(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return;
        Count += data.Length;
        _hash?.AppendData(data);
        passed?.Invoke(data.Length);
    }

    private int Passed(byte[] buffer, int offset, int count)
    {
        Passed(buffer.AsSpan(offset, count));
        return count;
    }
#else
    private int Passed(byte[] buffer, int offset, int count)
    {
        if (count == 0) return 0;
        Count += count;
        _hash?.AppendData(buffer, offset, count);
        passed?.Invoke(count);
        return count;
    }
#endif
}
