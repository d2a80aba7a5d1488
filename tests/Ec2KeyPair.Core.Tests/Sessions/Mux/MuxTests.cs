using System.Buffers.Binary;
using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Mux;
using Ec2KeyPair.Core.Tests.Sessions.Shell;
using Ec2KeyPair.Core.Tests.Store;
using Ec2KeyPair.Core.Tests.Windows;

namespace Ec2KeyPair.Core.Tests.Sessions.Mux;

/// <summary>smux v1 against frames built by hand: version, command, length and stream id, both little-endian.</summary>
public sealed class MuxTests : IDisposable
{
    private const byte Syn = 0, Fin = 1, Push = 2, Nop = 3;
    private readonly FakeSession _session = new();
    private readonly FakeClock _clock = new();
    private readonly MuxClient _client;

    public MuxTests() => _client = new MuxClient(_session, _clock);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Open_Streams_SendSynWithOddIdsFromThree()
    {
        await _client.OpenAsync(default);
        await _client.OpenAsync(default);
        Assert.Equal([.. Frame(Syn, 3), .. Frame(Syn, 5)], _session.Sent);
    }

    [Fact]
    public async Task Write_Data_StandsBehindItsHeader()
    {
        var stream = await _client.OpenAsync(default);
        byte[] buffer = [0, 0, 0, 0, 0, 0, 0, 0, (byte)'\n'];
        await stream.WriteAsync(buffer, 1, default);
        Assert.Equal(Frame(Push, 3, [(byte)'\n']), _session.Sent[8..]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(1000)]
    public async Task Receive_CutAnywhere_EachStreamGetsItsOwn(int pieces)
    {
        var (first, second) = (await _client.OpenAsync(default), await _client.OpenAsync(default));
        byte[] bytes =
        [
            .. Frame(Push, 3, "one "u8), .. Frame(Push, 5, "two "u8), .. Frame(Nop, 0), .. Frame(Push, 77, "nobody's"u8),
            .. Frame(Push, 3, "more"u8), .. Frame(Push, 5, []), .. Frame(Fin, 3), .. Frame(Push, 5, "last"u8), .. Frame(Fin, 5),
        ];
        for (var at = 0; at < bytes.Length; at += pieces) await _client.OutputAsync(bytes.AsMemory(at, Math.Min(pieces, bytes.Length - at)));
        Assert.Equal("one more", await ReadAsync(first));
        Assert.Equal("two last", await ReadAsync(second));
        Assert.Equal(0, _client.OpenStreams);
        Assert.Equal(0, _client.Waiting);
    }

    [Theory]
    [InlineData(2, Push, 1)]
    [InlineData(0, Push, 1)]
    [InlineData(1, 4, 0)]
    [InlineData(1, Syn, 1)]
    public async Task Receive_NoFrameOfVersionOne_IsAnErrorOfTheProtocol(byte version, byte command, byte length)
    {
        byte[] header = [version, command, length, 0, 3, 0, 0, 0];
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(async () => await _client.OutputAsync(header));
        Assert.Equal(ErrorCondition.SessionProtocolError, error.Condition);
    }

    [Fact]
    public async Task Receive_RandomBytes_AreAnErrorOrNothing()
    {
        var random = new Random(11);
        for (var i = 0; i < TestSize.Of("EC2KEYPAIR_FUZZ_INPUTS", 200_000) / 10; i++)
        {
            using var client = new MuxClient(_session, _clock);
            var bytes = new byte[random.Next(1, 64)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0) bytes[0] = 1;
            if (bytes.Length > 1 && random.Next(2) == 0) bytes[1] = (byte)random.Next(5);
            try
            {
                await client.OutputAsync(bytes);
                Assert.Equal(0, client.Waiting);
            }
            catch (Ec2KeyPairException e)
            {
                Assert.Equal(ErrorCondition.SessionProtocolError, e.Condition);
            }
        }
    }

    [Fact]
    public async Task Receive_ReaderThatTakesNothing_IsGivenUpWhenOthersWait()
    {
        var (stalled, other) = (await _client.OpenAsync(default), await _client.OpenAsync(default));
        await FillAsync(stalled.Id);
        Assert.Equal(1, _client.Stalled);
        Assert.InRange(_client.Waiting, 0, MuxClient.LargestWaiting);
        Assert.Contains(_clock.Delays, delay => delay > TimeSpan.Zero);
        await _client.OutputAsync(Frame(Push, other.Id, "still here"u8));
        await _client.OutputAsync(Frame(Fin, other.Id));
        Assert.Equal("still here", await ReadAsync(other));
        Assert.Null(await stalled.TakeAsync(default));
    }

    [Fact]
    public async Task Receive_ReaderThatTakesNothingAlone_HoldsTheSessionAndLosesNothing()
    {
        var stream = await _client.OpenAsync(default);
        var filling = Task.Run(() => FillAsync(stream.Id));
        long taken = 0;
        while (!filling.IsCompleted || _client.Waiting > 0)
        {
            Assert.InRange(_client.Waiting, 0, MuxClient.LargestWaiting + (64 * 1024));
            if (_client.Waiting == 0)
            {
                await Task.Yield();
                continue;
            }

            var chunk = await stream.TakeAsync(default);
            taken += chunk!.Value.Length;
            stream.Taken(_clock.UtcNow);
        }

        await filling;
        Assert.Equal(Filling, taken);
        Assert.Equal(0, _client.Stalled);
    }

    [Fact]
    public async Task Dispose_Streams_EndTheirReaders()
    {
        var stream = await _client.OpenAsync(default);
        var reading = stream.TakeAsync(default).AsTask();
        _client.Dispose();
        Assert.Null(await reading.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Close_Stream_SendsFinOnce()
    {
        var stream = await _client.OpenAsync(default);
        stream.Close();
        stream.Close();
        await _session.WaitForSentAsync(16);
        Assert.Equal([.. Frame(Syn, 3), .. Frame(Fin, 3)], _session.Sent);
    }

    private const long Filling = MuxClient.LargestWaiting + (1024 * 1024);

    private static byte[] Frame(byte command, uint id, ReadOnlySpan<byte> data = default)
    {
        var frame = new byte[8 + data.Length];
        frame[0] = 1;
        frame[1] = command;
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(2), (ushort)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), id);
        data.CopyTo(frame.AsSpan(8));
        return frame;
    }

    private async Task FillAsync(uint id)
    {
        var frame = Frame(Push, id, new byte[32 * 1024]);
        for (long sent = 0; sent < Filling; sent += 32 * 1024) await _client.OutputAsync(frame);
    }

    private async Task<string> ReadAsync(MuxStream stream)
    {
        var text = new StringBuilder();
        while (await stream.TakeAsync(default) is { } chunk)
        {
            text.Append(Encoding.UTF8.GetString(chunk.Bytes.ToArray()));
            stream.Taken(_clock.UtcNow);
        }

        return text.ToString();
    }
}
