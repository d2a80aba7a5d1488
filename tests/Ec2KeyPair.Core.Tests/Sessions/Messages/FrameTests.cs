using System.Text;
using System.Text.Json;
using Ec2KeyPair.Core.Sessions.Channel;
using Ec2KeyPair.Core.Sessions.Messages;
using Ec2KeyPair.Core.Tests.Keys;
using Ec2KeyPair.Core.Tests.Store;

namespace Ec2KeyPair.Core.Tests.Sessions.Messages;

/// <summary>The codec against frames of the official client and agent, and against damage to them.</summary>
public class FrameTests
{
    private static readonly byte[][] Recorded = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Sessions", "Fixtures", "port-session.txt"))
        .Where(line => line.Contains("hex=", StringComparison.Ordinal))
        .Select(line => Convert.FromHexString(line[(line.IndexOf("hex=", StringComparison.Ordinal) + 4)..].Trim()))
        .ToArray();

    [Fact]
    public void Frame_Recorded_IsReadAndWrittenAlike()
    {
        var pending = new Dictionary<string, long>();
        foreach (var bytes in Recorded)
        {
            Assert.Null(Frame.TryRead(bytes, out var frame));
            if (frame.Type is MessageType.InputStreamData or MessageType.OutputStreamData) pending.Add(frame.Id.ToString(), frame.Sequence);
            if (frame.Type == MessageType.Acknowledge)
            {
                using var json = JsonDocument.Parse(frame.Payload);
                Assert.True(pending.Remove(json.RootElement.GetProperty("AcknowledgedMessageId").GetString()!, out var sequence));
                Assert.True(Acknowledgement.TryReadSequence(frame.Payload.Span, out var acknowledged));
                Assert.Equal(sequence, acknowledged);
            }

            if (frame.Type is not (MessageType.InputStreamData or MessageType.Acknowledge)) continue;
            var written = (byte[])bytes.Clone();
            Array.Clear(written, 0, Frame.Overhead);
            Frame.WriteHeader(written, frame.Type, frame.Sequence, frame.PayloadType, 1);
            bytes.AsSpan(40, 8).CopyTo(written.AsSpan(40));
            bytes.AsSpan(64, 16).CopyTo(written.AsSpan(64));
            Assert.Equal(bytes, written);
        }

        Assert.Empty(pending);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(48, 0x80)]
    [InlineData(80, 1)]
    [InlineData(116, 1)]
    [InlineData(120, 1)]
    public void Frame_BitFlipped_IsRefused(int at, byte bit)
    {
        var bytes = (byte[])Recorded[1].Clone();
        bytes[at] ^= bit;
        Assert.NotNull(Frame.TryRead(bytes, out _));
    }

    [Fact]
    public void Frame_NoDate_IsRefusedExceptForPublication()
    {
        var bytes = (byte[])Recorded[1].Clone();
        Array.Clear(bytes, 40, 8);
        Assert.NotNull(Frame.TryRead(bytes, out _));
        var start = new byte[120];
        Encoding.ASCII.GetBytes("start_publication").CopyTo(start, 4);
        Assert.Null(Frame.TryRead(start, out var frame));
        Assert.Equal(MessageType.StartPublication, frame.Type);
    }

    [Fact]
    public void DataChannel_DamagedFrames_NeverThrows()
    {
        var random = new Random(11);
        string[] texts =
        [
            "{\"AcknowledgedMessage\\ud800SequenceNumberxxx\":1}", new string('[', 5000), "null", "{\"RequestedClientActions\":[null]}",
            "{\"AgentVersion\":1,\"AgentVersion\":null}", "{\"Output\":\"\\ud800\"}", "{\"Challenge\":\"!\"}", "",
            "{\"AgentVersion\":\"3\",\"RequestedClientActions\":[{\"ActionType\":\"KMSEncryption\",\"ActionParameters\":{\"KMSKeyId\":\"k\",\"Challenge\":\"AA==\"}},{\"ActionType\":\"SessionType\",\"ActionParameters\":{\"SessionType\":\"Port\",\"Properties\":{\"ty\\ud800pe\":1}}}]}",
        ];
        string[] types = ["output_stream_data", "acknowledge", "channel_closed", "pause_publication"];
        DataChannel? channel = null;
        var inputs = TestSize.Of("EC2KEYPAIR_FUZZ_INPUTS", 200_000);
        for (var i = 0; i < inputs; i++)
        {
            if (i % 50 == 0 || channel!.End is not null)
            {
                channel?.Dispose();
                channel = new DataChannel("s", "i-1", new ChannelOptions(), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                channel.Attach(TimeSpan.Zero);
                if (i % 3 == 1) channel.Receive(Recorded[1], TimeSpan.Zero);
                if (i % 3 == 2) channel.Receive(Channel.Wire.Output(0, 5, texts[^1]), TimeSpan.Zero);
                if (i % 6 == 2) channel.SupplyKey(new DataKey(new byte[64], [1]), TimeSpan.Zero);
            }

            var payload = Encoding.UTF8.GetBytes(texts[random.Next(texts.Length)]);
            if (random.Next(2) == 0) payload = Mutation.OfBytes(payload, random);
            var input = random.Next(3) == 0
                ? Mutation.OfBytes(Recorded[random.Next(Recorded.Length)], random)
                : Channel.Wire.Frame(types[random.Next(types.Length)], random.Next(4), (uint)random.Next(14), payload);
            channel.Receive(input, TimeSpan.FromMilliseconds(i % 50));
            channel.Tick(TimeSpan.FromMilliseconds(i % 50));
            while (channel.TryDeliver(out var delivery)) delivery.Return();
            while (channel.TryTake(TimeSpan.FromMilliseconds(i % 50), out var message)) channel.Written(message);
        }
    }
}
