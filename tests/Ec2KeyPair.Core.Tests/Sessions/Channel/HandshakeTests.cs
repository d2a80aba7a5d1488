using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Channel;

namespace Ec2KeyPair.Core.Tests.Sessions.Channel;

/// <summary>The handshake and what encryption promises, against an agent whose cipher is the platform's own.</summary>
public sealed class HandshakeTests : IDisposable
{
    private const string Complete = "{\"HandshakeTimeToComplete\":1,\"CustomerMessage\":\"hello\"}";
    private readonly DataChannel _channel = new("s-1", "i-1", new ChannelOptions(), DateTime.UnixEpoch.AddYears(50));
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(64);
    private readonly List<byte[]> _sent = [];
    private long _sequence;

    public HandshakeTests() => _channel.Attach(TimeSpan.Zero);

    public void Dispose() => _channel.Dispose();

    [Theory]
    [InlineData("Standard_Stream", SessionKind.Shell)]
    [InlineData("InteractiveCommands", SessionKind.Shell)]
    [InlineData("NonInteractiveCommands", SessionKind.Command)]
    [InlineData("Port", SessionKind.Port)]
    public void Handshake_SessionType_IsKnownWhenComplete(string type, SessionKind expected)
    {
        Receive(5, Request(type, null, null));
        Assert.Null(_channel.Facts);
        Receive(7, Complete);
        Assert.Equal(new SessionFacts("s-1", "i-1", expected, "3.3.0.0", null, "hello"), _channel.Facts);
    }

    [Fact]
    public void Handshake_Complete_UserDataWaitsAMoment()
    {
        Receive(5, Request("Port", null, null));
        Receive(7, Complete);
        Assert.InRange(_channel.ReadyAt - Now, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void Handshake_NoneForAPlainShell_FirstOutputOpensIt()
    {
        Receive(1, "$ ");
        Assert.Equal(SessionKind.Shell, _channel.Facts!.Kind);
        Assert.Equal("$ ", Delivered());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("cmFuZG9tIGNoYWxsZW5nZSE=")]
    public void Encryption_Context_IsWhatTheAgentWillDecryptWith(string? challenge)
    {
        Receive(5, Request("Standard_Stream", "alias/k", challenge));
        var wanted = _channel.WantedKey!;
        Assert.Equal("alias/k", wanted.KeyId);
        var expected = new Dictionary<string, string> { ["aws:ssm:SessionId"] = "s-1", ["aws:ssm:TargetId"] = "i-1" };
        if (challenge is not null) expected["aws:ssm:RandomChallenge"] = challenge;
        Assert.Equal(expected, wanted.EncryptionContext.ToDictionary(entry => entry.Key, entry => entry.Value));
        _channel.SupplyKey(new DataKey([.. _key], [1, 2, 3]), Now);
        using var response = JsonDocument.Parse(Sent(6).Single());
        var result = response.RootElement.GetProperty("ProcessedClientActions")[1].GetProperty("ActionResult");
        Assert.Equal([1, 2, 3], result.GetProperty("KMSCipherTextKey").GetBytesFromBase64());
        Assert.Equal(challenge is not null, result.TryGetProperty("ChallengeAcknowledgement", out _));
    }

    [Fact]
    public void Encryption_BothWays_UsesEachHalfOfTheKey()
    {
        Encrypt();
        Receive(1, Seal(_key[..32], "from the agent"u8));
        Assert.Equal("from the agent", Delivered());
        _channel.Send(Core.Sessions.Messages.PayloadType.Output, "to the agent"u8, Now);
        Assert.Equal("to the agent", Encoding.UTF8.GetString(Open(_key[32..], Sent(1).Single())));
        _channel.Send(Core.Sessions.Messages.PayloadType.Size, "{}"u8, Now);
        Assert.Equal("{}"u8.ToArray(), Sent(3).Single());
    }

    [Fact]
    public void Encryption_PlainText_IsADowngradeAndEndsTheSession()
    {
        Encrypt();
        Receive(1, "rm -rf /");
        AssertBroken();
    }

    [Fact]
    public void Encryption_WithTheOtherHalf_IsRefused()
    {
        Encrypt();
        Receive(1, Seal(_key[32..], "reflected"u8));
        AssertBroken();
    }

    [Fact]
    public void Encryption_ChallengeUnderAnotherKey_IsRefused()
    {
        Receive(5, Request("Standard_Stream", "alias/k", null));
        _channel.SupplyKey(new DataKey([.. _key], [1]), Now);
        Receive(8, Challenge(RandomNumberGenerator.GetBytes(32), new byte[64]));
        AssertBroken();
    }

    [Theory]
    [InlineData(7)] // complete before anything
    [InlineData(1)] // data in the middle
    [InlineData(5)] // a second request
    public void Handshake_OutOfTurn_EndsTheSession(uint payloadType)
    {
        Receive(5, Request("Standard_Stream", "alias/k", null));
        Receive(payloadType, payloadType == 5 ? Request("Port", null, null) : payloadType == 7 ? Complete : "data");
        AssertBroken();
    }

    [Fact]
    public void Handshake_NeverBegun_TimesOut()
    {
        _channel.Tick(TimeSpan.FromSeconds(59));
        Assert.Null(_channel.End);
        _channel.Tick(TimeSpan.FromSeconds(61));
        AssertBroken();
    }

    [Fact]
    public void Acknowledgements_OneForEachFrame_AlsoForOneThatCameAgain()
    {
        Receive(1, "a");
        _channel.Receive(Wire.Output(0, 1, "a"), Now);
        _channel.Receive(Wire.Output(2, 1, "c"), Now);
        _channel.Receive(Wire.Output(2, 1, "c"), Now);
        Drain();
        Assert.Equal([0, 0, 2, 2], _sent.Where(frame => Wire.Type(frame) == "acknowledge").Select(Wire.Acknowledged));
        Assert.Equal(2, _channel.Counters.Duplicates);
    }

    [Fact]
    public void LostFrame_LaterOnesAcknowledged_IsSentAgainLongBeforeTheTimeout()
    {
        Receive(1, "$ ");
        for (var i = 0; i < 4; i++)
        {
            _channel.Send(Core.Sessions.Messages.PayloadType.Output, [(byte)i], Now + TimeSpan.FromMilliseconds(15 * i));
            Drain(TimeSpan.FromMilliseconds(15 * i));
        }

        _sent.Clear();
        foreach (var sequence in new[] { 1, 2, 3 }) _channel.Receive(Wire.Acknowledge(sequence), Now + TimeSpan.FromMilliseconds(60));
        Drain(TimeSpan.FromMilliseconds(60));
        Assert.Equal([0], _sent.Select(Wire.Sequence));
        Assert.Equal(1, _channel.Counters.Resends);
    }

#if !DESKTOP_CORE
    [Fact]
    public void SteadyTraffic_BothWays_AllocatesNothing()
    {
        Receive(1, "$ ");
        var payload = new byte[1024];
        var acknowledgements = Enumerable.Range(0, 4000).Select(i => Wire.Acknowledge(i)).ToArray();
        var output = Enumerable.Range(1, 4000).Select(i => Wire.Frame("output_stream_data", i, 1, payload)).ToArray();
        long before = 0;
        for (var i = 0; i < 4000; i++)
        {
            if (i == 2000) before = GC.GetAllocatedBytesForCurrentThread();
            _channel.Send(Core.Sessions.Messages.PayloadType.Output, payload, Now);
            while (_channel.TryTake(Now, out var message)) _channel.Written(message);
            _channel.Receive(acknowledgements[i], Now);
            _channel.Receive(output[i], Now);
            while (_channel.TryDeliver(out var delivery)) delivery.Return();
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2000 * 16, "a frame allocates");
        Assert.True(_channel.IsFlushed);
    }
#endif

    private static TimeSpan Now => TimeSpan.FromSeconds(1);

    private static string Request(string type, string? keyId, string? challenge)
    {
        var kms = keyId is null
            ? ""
            : ",{\"ActionType\":\"KMSEncryption\",\"ActionParameters\":{\"KMSKeyId\":\"" + keyId + "\"" + (challenge is null ? "" : ",\"Challenge\":\"" + challenge + "\"") + "}}";
        return "{\"AgentVersion\":\"3.3.0.0\",\"RequestedClientActions\":[{\"ActionType\":\"SessionType\",\"ActionParameters\":{\"SessionType\":\""
            + type + "\",\"Properties\":null}}" + kms + "]}";
    }

    private static byte[] Seal(byte[] key, ReadOnlySpan<byte> text)
    {
        using var gcm = new AesGcm(key, 16);
        var message = new byte[28 + text.Length];
        RandomNumberGenerator.Fill(message.AsSpan(0, 12));
        gcm.Encrypt(message.AsSpan(0, 12), text, message.AsSpan(12, text.Length), message.AsSpan(12 + text.Length));
        return message;
    }

    private static byte[] Open(byte[] key, byte[] message)
    {
        using var gcm = new AesGcm(key, 16);
        var text = new byte[message.Length - 28];
        gcm.Decrypt(message.AsSpan(0, 12), message.AsSpan(12, text.Length), message.AsSpan(12 + text.Length), text);
        return text;
    }

    private static byte[] Challenge(byte[] key, byte[] secret) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["Challenge"] = Convert.ToBase64String(Seal(key, secret)) });

    private void Encrypt()
    {
        var secret = RandomNumberGenerator.GetBytes(64);
        Receive(5, Request("Standard_Stream", "alias/k", null));
        _channel.SupplyKey(new DataKey([.. _key], [1]), Now);
        Receive(8, Challenge(_key[..32], secret));
        using var answer = JsonDocument.Parse(Sent(9).Single());
        Assert.Equal(secret, Open(_key[32..], answer.RootElement.GetProperty("Challenge").GetBytesFromBase64()));
        Receive(7, Complete);
        Assert.NotNull(_channel.Facts);
        _sent.Clear();
    }

    private void Receive(uint type, string payload) => Receive(type, Encoding.UTF8.GetBytes(payload));

    private void Receive(uint type, byte[] payload) => _channel.Receive(Wire.Frame("output_stream_data", _sequence++, type, payload), Now);

    private string Delivered()
    {
        Assert.True(_channel.TryDeliver(out var delivery));
        return Encoding.UTF8.GetString(delivery.Bytes.ToArray());
    }

    private IEnumerable<byte[]> Sent(uint payloadType)
    {
        Drain();
        return _sent.Where(frame => Wire.Type(frame) == "input_stream_data" && Wire.PayloadType(frame) == payloadType).Select(Wire.Payload);
    }

    private void Drain(TimeSpan later = default)
    {
        while (_channel.TryTake(Now + later, out var message))
        {
            _sent.Add(message.Bytes.ToArray());
            _channel.Written(message);
        }
    }

    private void AssertBroken()
    {
        Assert.Equal(SessionEndKind.ProtocolError, _channel.End?.Kind);
        Assert.False(_channel.TryDeliver(out _));
    }
}
