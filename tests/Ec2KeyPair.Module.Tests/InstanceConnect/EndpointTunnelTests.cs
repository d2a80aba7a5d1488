using System.Management.Automation;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.AwsEndpoint.InstanceConnect;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Network;
using Ec2KeyPair.Module.Tests.Sessions;

namespace Ec2KeyPair.Module.Tests.InstanceConnect;

public sealed class EndpointTunnelTests
{
    private const string New = "New-EC2Tunnel @aws -Via InstanceConnectEndpoint -WarningAction SilentlyContinue ";

    [Fact]
    public async Task NewEC2Tunnel_ThroughTheEndpoint_CarriesBytesUnchangedAndCounts()
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        var tunnel = module.Run(New + "lin 22").Single();
        var endpoint = Assert.Single(module.Aws.Fleet.Network.Endpoints);
        Assert.Equal(("InstanceConnectEndpoint", endpoint.Id, "Open"), (Outcome.Text(tunnel, "Via"), Outcome.Text(tunnel, "EndpointId"), Outcome.Text(tunnel, "State")));
        for (var turn = 0; turn < 3; turn++)
        {
            await using var stream = await ConnectAsync(tunnel);
            foreach (var length in new[] { 1, 65_000, 65_001, 300_000 }) await EchoAsync(stream, RandomNumberGenerator.GetBytes(length));
        }

        var now = module.Run("Get-EC2Tunnel").Single();
        Assert.Equal((3L, 0L, 3 * 430_002L, 3 * 430_002L), (Value(now, "TotalConnections"), Value(now, "FailedConnections"), Value(now, "BytesSent"), Value(now, "BytesReceived")));
        Assert.Equal(TimeSpan.FromHours(1), Outcome.Value(now, "LongestConnection"));
        // One as a proof, and one for each connection.
        Assert.Equal(4, module.Aws.Tunnels.All.Count);
        await TunnelTests.UntilAsync(() => module.Aws.Tunnels.All.All(one => one.IsEnded));
        Assert.All(module.Aws.Tunnels.All, one => Assert.Equal(WebSocketCloseStatus.NormalClosure, one.ClosedByClient));
        Assert.Empty(module.Aws.Tunnels.Violations);
        module.Run("Get-EC2Tunnel | Remove-EC2Tunnel").MustSucceed();
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(tunnel));
    }

    [Fact]
    public async Task NewEC2Tunnel_Ipv6Endpoint_GoesToTheIpv6Address()
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        Instance(module).Ipv6Address = "2001:db8:0:1::7";
        var endpoint = module.Aws.Fleet.Network.Endpoints[0];
        endpoint.IpAddressType = "ipv6";
        Instance(module).SecurityGroupIds = [module.Aws.Fleet.Network.AddGroup("six", IngressRule.Tcp(22, "2001:db8::/32")).Id];
        endpoint.Address = System.Net.IPAddress.Parse("2001:db8:0:2::1");
        await using var stream = await ConnectAsync(module.Run(New + "lin 22").Single());
        await EchoAsync(stream, RandomNumberGenerator.GetBytes(10_000));
        Assert.All(module.Aws.Tunnels.All, one => Assert.Equal("2001:db8:0:1::7", one.Address));
    }

    [Fact]
    public async Task NewEC2Tunnel_SeveralEndpoints_TakesTheSubnetsThenTheVpcsThenNone()
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        var network = module.Aws.Fleet.Network;
        var ofVpc = network.Endpoints[0];
        Instance(module).SubnetId = "subnet-0bbbbbbbbbbbbbbbb";
        network.AddEndpoint(vpcId: "vpc-0aaaaaaaaaaaaaaaa");
        string Chosen() => Outcome.Text(module.Run(New + "lin 22").Single(), "EndpointId")!;
        Assert.Equal(ofVpc.Id, Chosen());
        var ofSubnet = network.AddEndpoint(subnetId: "subnet-0bbbbbbbbbbbbbbbb");
        Assert.Equal(ofSubnet.Id, Chosen());
        foreach (var state in new[] { "update-in-progress", "update-failed", "update-complete" })
        {
            ofSubnet.State = state;
            Assert.Equal(ofSubnet.Id, Chosen());
        }

        ofSubnet.State = "delete-in-progress";
        Assert.Equal(ofVpc.Id, Chosen());
        ofVpc.State = "create-in-progress";
        module.Run(New + "lin 22").SingleError("ConnectEndpointNotFound", ErrorCategory.ObjectNotFound, Instance(module).Id);
        module.Run(New + "lin 22 -EndpointId $args[0]", ofVpc.Id).SingleError("ConnectEndpointNotFound", ErrorCategory.ObjectNotFound, ofVpc.Id);
        module.Run(New + "lin 22 -EndpointId eice-0123456789abcdef0").SingleError("ConnectEndpointNotFound", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public async Task NewEC2Tunnel_MoreEndpointsThanAPage_FindsTheOneOfTheSubnet()
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        module.Aws.Cloud.Settings.DefaultPageSize = 50;
        for (var i = 0; i < 120; i++) module.Aws.Fleet.Network.AddEndpoint(subnetId: "subnet-0cccccccccccccccc");
        Instance(module).SubnetId = "subnet-0bbbbbbbbbbbbbbbb";
        var last = module.Aws.Fleet.Network.AddEndpoint(subnetId: "subnet-0bbbbbbbbbbbbbbbb");
        Assert.Equal(last.Id, Outcome.Text(module.Run(New + "lin 22").Single(), "EndpointId"));
    }

    /// <summary>A client that says all it has to say and closes its sending side still hears the answer.</summary>
    [Fact]
    public async Task Tunnel_LocalHalfClose_WaitsForTheAnswer()
    {
        var answer = new TaskCompletionSource();
        using var server = new EchoServer(async stream =>
        {
            await stream.ReadExactlyAsync(new byte[5]);
            await answer.Task;
            await stream.WriteAsync("answer"u8.ToArray());
        });
        await using var module = await StartAsync(server);
        await using var stream = await ConnectAsync(module.Run(New + "lin 22").Single());
        await stream.WriteAsync("hello"u8.ToArray());
        stream.Socket.Shutdown(SocketShutdown.Send);
        await TunnelTests.UntilAsync(() => module.Aws.Tunnels.All[^1].Received == 5);
        answer.SetResult();
        Assert.Equal("answer", Encoding.ASCII.GetString(await ReadToEndAsync(stream)));
    }

    /// <summary>Where the service goes on after this side's close frame, even a server that waits for the end answers.</summary>
    [Fact]
    public async Task Tunnel_ServerThatWaitsForTheEnd_IsHeardWhereTheServiceGoesOn()
    {
        using var server = new EchoServer(async stream =>
        {
            await stream.ReadExactlyAsync(new byte[5]);
            // It spoke last, so this side need not wait for an answer before it closes.
            await stream.WriteAsync("-"u8.ToArray());
            await ReadToEndAsync(stream);
            await stream.WriteAsync("answer"u8.ToArray());
        });
        await using var module = await StartAsync(server);
        module.Aws.Tunnels.Settings = module.Aws.Tunnels.Settings with { AnswersAfterClose = true };
        await using var stream = await ConnectAsync(module.Run(New + "lin 22").Single());
        await stream.WriteAsync("hello"u8.ToArray());
        await stream.ReadExactlyAsync(new byte[1]);
        stream.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("answer", Encoding.ASCII.GetString(await ReadToEndAsync(stream)));
    }

    [Fact]
    public async Task Tunnel_ServerThatCloses_ClosesTheLocalConnection()
    {
        using var server = new EchoServer(stream => stream.WriteAsync("bye"u8.ToArray()).AsTask());
        await using var module = await StartAsync(server);
        await using var stream = await ConnectAsync(module.Run(New + "lin 22").Single());
        Assert.Equal("bye", Encoding.ASCII.GetString(await ReadToEndAsync(stream)));
        Assert.Equal(0L, Value(module.Run("Get-EC2Tunnel").Single(), "FailedConnections"));
    }

    [Fact]
    public async Task NewEC2Tunnel_PortThatTheServiceRefuses_SaysWhatTheServiceSays()
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        var error = module.Run(New + "lin 5432").SingleError("ConnectEndpointRefused", ErrorCategory.ConnectionError, Instance(module).Id);
        Assert.Contains("Specify either 22 or 3389 as the RemotePort", error.Exception.Message);
        Assert.Contains("SessionManager", error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("denied", "AwsAccessDenied", "OpenTunnel")]
    [InlineData("clock", "AwsAccessDenied", "clock")]
    [InlineData("stopped", "InstanceNotRunning", "Start-EC2Instance")]
    [InlineData("describe", "AwsAccessDenied", "DescribeInstanceConnectEndpoints")]
    public async Task NewEC2Tunnel_WhatIsNotAllowed_IsAnErrorWithItsMend(string what, string id, string mend)
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        if (what == "denied") module.Aws.Faults.Deny("OpenTunnel");
        if (what == "describe") module.Aws.Faults.Deny("DescribeInstanceConnectEndpoints");
        if (what == "stopped") Instance(module).SetState(InstanceState.Stopped);
        // Within what the API's own calls bear, and beyond the 60 s of a tunnel's URL.
        if (what == "clock") module.Aws.ClockOffset = TimeSpan.FromMinutes(3);
        var outcome = module.Run(New + "lin 22");
        Assert.Equal([id], outcome.ErrorIds);
        Assert.Contains(mend, outcome.Errors[0].ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task NewEC2Tunnel_TargetThatTheEndpointCannotReach_SaysWhyAtOnceAndForEachConnectionLater()
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        var tunnel = module.Run(New + "lin 22").Single();
        Instance(module).SecurityGroupIds = [module.Aws.Fleet.Network.AddGroup("closed").Id];
        var error = module.Run(New + "lin 22").SingleError("ConnectEndpointFailed", ErrorCategory.ConnectionError, Instance(module).Id);
        Assert.Contains("Unable to connect to target", error.Exception.Message);
        Assert.Contains("security group", error.ErrorDetails.RecommendedAction);
        await using var stream = await ConnectAsync(tunnel);
        Assert.Empty(await ReadToEndAsync(stream));
        await TunnelTests.UntilAsync(() => Value(module.Run("Get-EC2Tunnel").Single(), "FailedConnections") == 1);
        Assert.Contains("Unable to connect to target", Outcome.Text(module.Run("Get-EC2Tunnel").Single(), "LastError"));
    }

    [Theory]
    [InlineData("text", "quota \\u001B[2J exceeded")]
    [InlineData("close", "the reason (code 1008)")]
    [InlineData("cut", "the connection broke")]
    public async Task Tunnel_WhatTheServiceSaysInTheMiddle_IsToldAndEndsThatConnectionAlone(string what, string told)
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        var tunnel = module.Run(New + "lin 22").Single();
        await using var first = await ConnectAsync(tunnel);
        await using var second = await ConnectAsync(tunnel);
        await EchoAsync(first, [1]);
        await EchoAsync(second, [1]);
        var remote = module.Aws.Tunnels.All.Single(one => one is { IsEnded: false, Received: 1 } && one == module.Aws.Tunnels.All[1]);
        await (what switch
        {
            "text" => remote.SendTextAsync("quota \u001b[2J exceeded"),
            "close" => remote.CloseAsync(WebSocketCloseStatus.PolicyViolation, "the reason"),
            _ => remote.CutAsync(),
        });
        await TunnelTests.UntilAsync(() => Value(module.Run("Get-EC2Tunnel").Single(), "FailedConnections") == 1);
        Assert.Contains(told, Outcome.Text(module.Run("Get-EC2Tunnel").Single(), "LastError"));
        Assert.Equal(1, Outcome.Value(module.Run("Get-EC2Tunnel").Single(), "Connections"));
        await using var third = await ConnectAsync(tunnel);
        await EchoAsync(third, [2]);
    }

    [Fact]
    public async Task Tunnel_MaxDuration_IsToldBeforeAndStrikes()
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        var outcome = module.Run("New-EC2Tunnel @aws -Via InstanceConnectEndpoint lin 22 -MaxDurationSec 1");
        Assert.Contains("after 1 s (-MaxDurationSec)", Assert.Single(outcome.Warnings));
        await using var stream = await ConnectAsync(outcome.Single());
        await EchoAsync(stream, [1]);
        Assert.Equal(TimeSpan.FromSeconds(1), module.Aws.Tunnels.All[^1].MaxDuration);
        Assert.Empty(await ReadToEndAsync(stream));
        await TunnelTests.UntilAsync(() => Outcome.Text(module.Run("Get-EC2Tunnel").Single(), "LastError")!.Contains("maximum tunnel duration"));
    }

    [Fact]
    public async Task Tunnel_MoreConnectionsThanTheEndpointTakes_LosesTheNextOneOnly()
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        module.Aws.Fleet.Network.Endpoints[0].MaxConnections = 2;
        var tunnel = module.Run(New + "lin 22").Single();
        await TunnelTests.UntilAsync(() => module.Aws.Tunnels.All[0].IsEnded);
        await using var first = await ConnectAsync(tunnel);
        await using var second = await ConnectAsync(tunnel);
        await EchoAsync(first, [1]);
        await EchoAsync(second, [1]);
        await using var third = await ConnectAsync(tunnel);
        Assert.Empty(await ReadToEndAsync(third));
        await EchoAsync(first, [2]);
        await TunnelTests.UntilAsync(() => Outcome.Text(module.Run("Get-EC2Tunnel").Single(), "LastError")!.Contains("HTTP 429"));
    }

    [Fact]
    public async Task Tunnel_LocalReaderThatTakesNothing_StopsTheServerAndLosesNothing()
    {
        const int size = 64 * 1024 * 1024;
        long sent = 0;
        var connections = 0;
        using var server = new EchoServer(async stream =>
        {
            // The tunnel's proof is a connection too.
            if (Interlocked.Increment(ref connections) == 1) return;
            for (var chunk = new byte[64 * 1024]; sent < size; Interlocked.Add(ref sent, chunk.Length)) await stream.WriteAsync(chunk);
        });
        await using var module = await StartAsync(server);
        await using var stream = await ConnectAsync(module.Run(New + "lin 22").Single());
        long before = -1;
        await TunnelTests.UntilAsync(() => before == (before = Interlocked.Read(ref sent)) && before > 0, 500);
        // The sockets' own buffers on the way, and one of ours.
        Assert.InRange(before, 1, 48 * 1024 * 1024);
        Assert.Equal(size, (await ReadToEndAsync(stream)).Length);
    }

    /// <summary>EC2KEYPAIR_TUNNEL_MEGABYTES=100 is the whole of it.</summary>
    [Fact]
    public async Task Tunnel_MuchBothWaysAtOnce_LosesNothing()
    {
        var data = new byte[1024 * 1024 * int.Parse(Environment.GetEnvironmentVariable("EC2KEYPAIR_TUNNEL_MEGABYTES") ?? "16")];
        new Random(1).NextBytes(data);
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        await using var stream = await ConnectAsync(module.Run(New + "lin 22").Single());
        var back = new byte[data.Length];
        var reading = stream.ReadExactlyAsync(back).AsTask();
        await stream.WriteAsync(data);
        await reading;
        Assert.Equal(SHA256.HashData(data), SHA256.HashData(back));
    }

    [Theory]
    [InlineData("-Via InstanceConnectEndpoint -RemoteHost db.internal")]
    [InlineData("-Via InstanceConnectEndpoint -SessionCount 2")]
    [InlineData("-Via SessionManager -EndpointId eice-0123456789abcdef0")]
    [InlineData("-MaxDurationSec 60 -Reason x")]
    public async Task NewEC2Tunnel_WishesThatContradict_AreAnErrorBeforeAnyCall(string wishes)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2Tunnel @aws lin 22 " + wishes).MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task NewEC2Tunnel_WhatIf_OpensNothing()
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        Assert.Empty(module.Run(New + "lin 22 -WhatIf").MustSucceed());
        Assert.Empty(module.Aws.Tunnels.All);
    }

    [Fact]
    public async Task NewEC2Tunnel_EveryStreamAndOutput_TellsNoSignature()
    {
        using var server = new EchoServer();
        await using var module = await StartAsync(server);
        var temporary = module.Aws.Credentials.IssueSession("123456789012", "role", "session", TimeSpan.FromHours(1));
        module.Set("temporary", new System.Collections.Hashtable
        {
            ["Region"] = "us-east-1", ["AccessKey"] = temporary.AccessKey, ["SecretKey"] = temporary.SecretKey, ["SessionToken"] = temporary.SessionToken, ["EndpointUrl"] = module.Aws.Url,
        });
        var told = new StringBuilder();
        void Tell(string script)
        {
            var outcome = module.Run("$VerbosePreference = $DebugPreference = 'Continue'; " + script);
            foreach (var text in outcome.Verbose.Concat(outcome.Warnings).Concat(outcome.Others)) told.AppendLine(text);
            foreach (var error in outcome.Errors.Append(outcome.Terminating).OfType<ErrorRecord>()) told.AppendLine(error + error.Exception.ToString() + error.ErrorDetails);
            foreach (var record in outcome.Output) told.AppendLine(string.Join(' ', record.Properties.Select(property => property.Value)));
        }

        Tell("New-EC2Tunnel @temporary lin 22 -Via InstanceConnectEndpoint -Verbose -Debug");
        await using (var stream = await ConnectAsync(module.Run("Get-EC2Tunnel").Single())) await EchoAsync(stream, [1]);
        Tell("New-EC2Tunnel @temporary lin 5432 -Via InstanceConnectEndpoint -Verbose -Debug");
        module.Aws.Faults.Cut("OpenTunnel");
        Tell("New-EC2Tunnel @temporary lin 22 -Via InstanceConnectEndpoint -Verbose -Debug");
        module.Aws.Faults.Deny("OpenTunnel");
        Tell("New-EC2Tunnel @temporary lin 22 -Via InstanceConnectEndpoint -Verbose -Debug; Get-EC2Tunnel");
        var text = told.ToString();
        Assert.Contains("RemotePort is not valid", text);
        Assert.DoesNotContain("X-Amz-", text);
        Assert.DoesNotContain("openTunnel?", text);
        Assert.DoesNotContain(temporary.SecretKey, text);
        Assert.DoesNotContain(temporary.SessionToken!, text);
        Assert.DoesNotContain(Uri.EscapeDataString(temporary.SessionToken!), text);
    }

    private static async Task<AwsModule> StartAsync(EchoServer server)
    {
        var module = await AwsModule.StartAsync();
        module.Aws.Fleet.AddLinux("lin");
        module.Aws.Fleet.Network.AddEndpoint();
        module.Aws.Tunnels.Settings = new TunnelSettings { Ports = new Dictionary<int, int> { [22] = server.Port } };
        return module;
    }

    private static Instance Instance(AwsModule module) => module.Aws.Fleet.Instances[0];

    private static Task<NetworkStream> ConnectAsync(PSObject tunnel) => EchoServer.ConnectAsync((int)Outcome.Value(tunnel, "LocalPort")!);

    private static long Value(PSObject tunnel, string property) => (long)Outcome.Value(tunnel, property)!;

    private static async Task<byte[]> ReadToEndAsync(NetworkStream stream)
    {
        using var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all);
        }
        catch (IOException)
        {
            // Reset in place of closed: over, either way.
        }

        return all.ToArray();
    }

    private static async Task EchoAsync(NetworkStream stream, byte[] data)
    {
        var back = new byte[data.Length];
        var reading = stream.ReadExactlyAsync(back).AsTask();
        await stream.WriteAsync(data);
        await reading;
        Assert.Equal(SHA256.HashData(data), SHA256.HashData(back));
    }
}
