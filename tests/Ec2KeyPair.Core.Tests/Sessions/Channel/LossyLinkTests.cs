using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Channel;
using Ec2KeyPair.Core.Sessions.Messages;

namespace Ec2KeyPair.Core.Tests.Sessions.Channel;

/// <summary>A channel and an agent over a link that loses, doubles, reorders and cuts; milliseconds are counted, not waited for.</summary>
public class LossyLinkTests
{
    private const string PortRequest =
        "{\"AgentVersion\":\"3.3.0.0\",\"RequestedClientActions\":[{\"ActionType\":\"SessionType\",\"ActionParameters\":{\"SessionType\":\"Port\",\"Properties\":{\"type\":\"LocalPortForwarding\"}}}]}";

    public static TheoryData<int, int, bool> Links
    {
        get
        {
            var data = new TheoryData<int, int, bool>();
            for (var seed = 0; seed < 24; seed++) data.Add(seed, seed % 4 * 10, seed % 3 == 2);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void DataChannel_LossyLink_EverythingArrivesOnceAndInOrder(int seed, int lossPercent, bool cuts)
    {
        var random = new Random(seed);
        var options = new ChannelOptions { SendWindowBytes = 64 * 1024 };
        using var channel = new DataChannel("s", "i-1", options, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var agent = new AgentDouble();
        var toAgent = new List<(int At, byte[] Frame)>();
        var toClient = new List<(int At, byte[] Frame)>();
        var received = new List<byte>();
        byte[] up = new byte[120_000], down = new byte[60_000];
        random.NextBytes(up);
        random.NextBytes(down);
        int upAt = 0, downAt = 0, now = 0;
        var isCompleteSent = false;
        channel.Attach(TimeSpan.Zero);
        agent.Send(5, System.Text.Encoding.UTF8.GetBytes(PortRequest), 0);
        for (; now < 600_000; now++)
        {
            var time = TimeSpan.FromMilliseconds(now);
            if (cuts && now % 3000 == 2999)
            {
                toAgent.Clear();
                toClient.Clear();
                channel.Detach();
                channel.Attach(time);
            }

            if (agent.Expected == 1 && !isCompleteSent)
            {
                isCompleteSent = true;
                agent.Send(7, "{}"u8.ToArray(), now);
            }

            if (isCompleteSent && downAt < down.Length && agent.Unacknowledged < 64)
            {
                var count = Math.Min(1024, down.Length - downAt);
                agent.Send(1, down[downAt..(downAt + count)], now);
                downAt += count;
            }

            for (; channel.Facts is not null && upAt < up.Length && channel.HasRoom;)
            {
                var count = Math.Min(channel.LargestPayload, up.Length - upAt);
                channel.Send(PayloadType.Output, up.AsSpan(upAt, count), time);
                upAt += count;
            }

            if (now % 20 == 0) channel.Tick(time);
            agent.Tick(now);
            while (channel.TryTake(time, out var message))
            {
                Carry(toAgent, message.Bytes.ToArray());
                channel.Written(message);
            }

            while (agent.ToSend.Count > 0) Carry(toClient, agent.ToSend.Dequeue());
            foreach (var frame in Arrived(toAgent)) agent.Receive(frame);
            foreach (var frame in Arrived(toClient))
            {
                channel.Receive(frame, time);
                while (channel.TryDeliver(out var delivery))
                {
                    received.AddRange(delivery.Bytes.ToArray());
                    delivery.Return();
                }
            }

            Assert.Null(channel.End);
            if (received.Count == down.Length && agent.Received.Count == up.Length && channel.IsFlushed && agent.IsIdle) break;
        }

        Assert.Equal(up, agent.Received);
        Assert.Equal(down, received);
        // The agent alone needs 100 ms for each frame that it lost: that is what the limit leaves room for.
        Assert.True(now < 120_000, $"{now} ms, {channel.Counters}");

        void Carry(List<(int At, byte[] Frame)> link, byte[] frame)
        {
            for (var copies = random.Next(100) < 5 ? 2 : 1; copies > 0; copies--)
            {
                if (random.Next(100) >= lossPercent) link.Add((now + 10 + random.Next(10), frame));
            }
        }

        List<byte[]> Arrived(List<(int At, byte[] Frame)> link)
        {
            var frames = link.Where(one => one.At <= now).OrderBy(one => one.At).Select(one => one.Frame).ToList();
            link.RemoveAll(one => one.At <= now);
            return frames;
        }
    }

    [Fact]
    public void DataChannel_PauseRepeated_IsLiftedAfterHalfAMinute()
    {
        using var channel = Open();
        for (var second = 1; second < 40; second++)
        {
            channel.Receive(Wire.Frame("pause_publication", 0, 0, []), TimeSpan.FromSeconds(second));
            if (second == 1) channel.Send(PayloadType.Output, "x"u8, TimeSpan.FromSeconds(second));
            channel.Tick(TimeSpan.FromSeconds(second));
            if (channel.TryTake(TimeSpan.FromSeconds(second), out var message) && message.Numbered is not null)
            {
                Assert.Equal(31, second);
                Assert.False(channel.IsPathDead(TimeSpan.FromSeconds(second)));
                return;
            }
        }

        Assert.Fail("the pause was never lifted");
    }

    [Fact]
    public void DataChannel_AgentRefusesBySilence_ResendsEverMoreSeldom()
    {
        using var channel = Open();
        channel.Send(PayloadType.Output, "x"u8, TimeSpan.Zero);
        var sendings = 0;
        for (var now = 0; now < 60_000; now += 20)
        {
            channel.Tick(TimeSpan.FromMilliseconds(now));
            while (channel.TryTake(TimeSpan.FromMilliseconds(now), out var message))
            {
                if (message.Numbered is not null) sendings++;
                channel.Written(message);
            }
        }

        Assert.InRange(sendings, 10, 20);
        Assert.True(channel.IsPathDead(TimeSpan.FromMinutes(1)));
        channel.Detach();
        Assert.False(channel.IsPathDead(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void DataChannel_NobodySends_AcknowledgementsAreBounded()
    {
        using var channel = Open();
        var duplicate = Wire.Output(0, 5, "x");
        for (var i = 0; i < AcknowledgementQueue.Most + 100; i++) channel.Receive(duplicate, TimeSpan.FromSeconds(1));
        var count = 0;
        for (; channel.TryTake(TimeSpan.FromSeconds(1), out var message); count++) message.Return();
        Assert.Equal(AcknowledgementQueue.Most, count);
    }

    [Theory]
    [InlineData("{\"RequestedClientActions\":[{\"ActionType\":\"SessionType\",\"ActionParameters\":{\"SessionType\":\"Tape\"}}]}", "\"ActionStatus\":2")]
    [InlineData("{\"RequestedClientActions\":[{\"ActionType\":\"Dance\"}]}", "\"ActionStatus\":3")]
    [InlineData(PortRequest, "\"ActionStatus\":1,\"ActionResult\":null,\"Error\":\"\"")]
    [InlineData("{\"RequestedClientActions\":[{\"ActionType\":\"SessionType\",\"ActionParameters\":{\"SessionType\":\"Port\",\"Properties\":{\"type\":\"\\ud800\"}}}]}", "\"ActionStatus\":1")]
    public void DataChannel_HandshakeRequest_IsAnsweredWithItsStatus(string request, string answer)
    {
        using var channel = new DataChannel("s", "i-1", new ChannelOptions(), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        channel.Attach(TimeSpan.Zero);
        channel.Receive(Wire.Output(0, 5, request), TimeSpan.Zero);
        Assert.True(channel.TryTake(TimeSpan.Zero, out _));
        Assert.True(channel.TryTake(TimeSpan.Zero, out var message));
        Assert.Contains(answer, System.Text.Encoding.UTF8.GetString(message.Bytes.ToArray(), 120, message.Length - 120), StringComparison.Ordinal);
        channel.Receive(Wire.Output(1, 5, request), TimeSpan.Zero);
        Assert.Equal(SessionEndKind.ProtocolError, channel.End!.Kind);
    }

    private static DataChannel Open()
    {
        var channel = new DataChannel("s", "i-1", new ChannelOptions(), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        channel.Attach(TimeSpan.Zero);
        channel.Receive(Wire.Output(0, 1, "$ "), TimeSpan.Zero);
        while (channel.TryDeliver(out var delivery)) delivery.Return();
        Assert.True(channel.TryTake(TimeSpan.Zero, out var message));
        channel.Written(message);
        return channel;
    }
}
