using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.InstanceConnect;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Network;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>EC2 Instance Connect, its Endpoint and what lies around instances.</summary>
public sealed class InstanceConnectTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f x";

    // The presigned URL is botocore's own, so that the canonicalisation here is checked against somebody else's.
    private const string Script = """
        import json, sys, boto3, botocore
        from botocore.auth import SigV4QueryAuth
        from botocore.awsrequest import AWSRequest
        from botocore.config import Config
        once = Config(retries={'total_max_attempts': 1})
        key, instance = sys.argv[1], sys.argv[2]
        ec2, connect = boto3.client('ec2', config=once), boto3.client('ec2-instance-connect', config=once)
        r = {}
        r['pages'] = [[e['InstanceConnectEndpointId'] for e in p['InstanceConnectEndpoints']] for p in ec2.get_paginator('describe_instance_connect_endpoints').paginate(
            Filters=[{'Name': 'vpc-id', 'Values': ['vpc-0123456789abcdef0']}], PaginationConfig={'PageSize': 5})]
        e = ec2.describe_instance_connect_endpoints()['InstanceConnectEndpoints'][0]
        r['endpoint'] = [e['State'], e['DnsName'], e['SecurityGroupIds'], e['PreserveClientIp'], e['IpAddressType']]
        groups = ec2.describe_security_groups(Filters=[{'Name': 'group-name', 'Values': ['web']}])['SecurityGroups']
        r['rules'] = [[p['IpProtocol'], p.get('FromPort'), [x['CidrIp'] for x in p['IpRanges']], [x['CidrIpv6'] for x in p['Ipv6Ranges']], [x['GroupId'] for x in p['UserIdGroupPairs']]] for p in groups[0]['IpPermissions']]
        i = ec2.describe_instances(InstanceIds=[instance])['Reservations'][0]['Instances'][0]
        r['instance'] = [i['VpcId'], i['SubnetId'], [g['GroupId'] for g in i['SecurityGroups']]]
        r['sent'] = connect.send_ssh_public_key(InstanceId=instance, InstanceOSUser='ec2-user', SSHPublicKey=key)['Success']
        def code(call):
            try:
                call()
                return 'none'
            except botocore.exceptions.ClientError as e:
                return type(e).__name__
        send = lambda **more: connect.send_ssh_public_key(**{**dict(InstanceId=instance, InstanceOSUser='ec2-user', SSHPublicKey=key), **more})
        r['errors'] = [
            code(lambda: send(InstanceId='i-00000000000000000')),
            code(lambda: send(SSHPublicKey='x' * 80)),
            code(lambda: send(InstanceOSUser='a b')),
            code(lambda: send(AvailabilityZone='us-east-1z')),
            code(lambda: ec2.describe_security_groups(GroupIds=['sg-00000000000000000'])),
            code(lambda: ec2.describe_instance_connect_endpoints(InstanceConnectEndpointIds=['eice-00000000000000000'])),
        ]
        request = AWSRequest('GET', connect.meta.endpoint_url + '/openTunnel', params={
            'instanceConnectEndpointId': e['InstanceConnectEndpointId'], 'remotePort': '22', 'privateIpAddress': '10.9.9.9', 'maxTunnelDuration': '60'})
        SigV4QueryAuth(boto3.Session().get_credentials(), 'ec2-instance-connect', 'us-east-1', expires=60).add_auth(request)
        r['url'] = request.prepare().url
        print(json.dumps(r))
        """;

    [SkippableFact]
    public async Task Boto3_IsContent()
    {
        Skip.If(Peers.Find("python3") is null || (await Peers.RunAsync("python3", null, "-c", "import boto3")).ExitCode != 0, "python3 with boto3 is not installed");
        await using var aws = await LoopbackAws.StartAsync();
        var network = aws.Fleet.Network;
        var linux = aws.Fleet.AddLinux("lin");
        var endpoints = Enumerable.Range(0, 7).Select(_ => network.AddEndpoint()).Select(endpoint => endpoint.Id).Order(StringComparer.Ordinal).ToList();
        var group = network.AddGroup("web", IngressRule.Tcp(22, "203.0.113.0/24"), IngressRule.Tcp(22, "2001:db8::/32"), IngressRule.Tcp(443, VirtualNetwork.DefaultGroupId));
        linux.SecurityGroupIds = [group.Id];
        var (exitCode, output, error) = await Peers.RunAsync("python3", Peers.EnvironmentFor(aws), "-c", Script, Key, linux.Id);
        Assert.True(exitCode == 0, error);
        var said = JsonNode.Parse(output)!;
        Assert.Equal(endpoints, said["pages"]!.AsArray().SelectMany(page => page!.AsArray()).Select(id => (string)id!));
        Assert.Equal([5, 2], said["pages"]!.AsArray().Select(page => page!.AsArray().Count));
        Assert.Equal("create-complete", (string?)said["endpoint"]![0]);
        Assert.EndsWith(".ec2-instance-connect-endpoint.us-east-1.amazonaws.com", (string?)said["endpoint"]![1]);
        Assert.Equal("""[["tcp",22,["203.0.113.0/24"],["2001:db8::/32"],[]],["tcp",443,[],[],["sg-0123456789abcdef0"]]]""", said["rules"]!.ToJsonString());
        Assert.Equal(group.Id, (string?)said["instance"]![2]![0]);
        Assert.True((bool)said["sent"]!);
        Assert.Equal(
            ["EC2InstanceNotFoundException", "InvalidArgsException", "InvalidArgsException", "InvalidArgsException", "ClientError", "ClientError"],
            said["errors"]!.AsArray().Select(one => (string)one!));
        // Signed as it should be, and then the far end is found missing.
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(((string)said["url"]!).Replace("http:", "ws:", StringComparison.Ordinal)), CancellationToken.None);
        var closed = await socket.ReceiveAsync(new byte[100], CancellationToken.None);
        Assert.Equal((WebSocketMessageType.Close, "Unable to connect to target"), (closed.MessageType, socket.CloseStatusDescription));
        Assert.Equal(TimeSpan.FromSeconds(60), aws.Tunnels.All.Single().MaxDuration);
    }

    /// <summary>What is wrong with a request is told in place of the upgrade.</summary>
    [Theory]
    [InlineData("", 400, "This is no WebSocket")]
    [InlineData("remotePort=5432", 400, "Specify either 22 or 3389")]
    [InlineData("remotePort=-1", 400, "RemotePort")]
    [InlineData("privateIpAddress=web", 400, "PrivateIpAddress")]
    [InlineData("privateIpAddress=fd00%3A%3A1", 400, "ipv6")]
    [InlineData("maxTunnelDuration=3601", 400, "MaxTunnelDuration")]
    [InlineData("instanceConnectEndpointId=eice-00000000000000000", 400, "InstanceConnectEndpointId")]
    [InlineData("wrong secret", 403, "signature")]
    [InlineData("expired", 403, "Expired")]
    [InlineData("another service", 403, "another service")]
    public async Task OpenTunnel_WhatIsWrong_IsRefusedBeforeTheUpgrade(string what, int status, string told)
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var query = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["instanceConnectEndpointId"] = aws.Fleet.Network.AddEndpoint().Id, ["remotePort"] = "22", ["privateIpAddress"] = "10.0.0.1",
        };
        if (what.Split('=') is [var name, var value]) query[name] = value;
        if (what == "wrong secret") wire.SecretKey = "wrong";
        if (what == "expired") wire.At = DateTime.UtcNow.AddSeconds(-90);
        var url = wire.Presign(what == "another service" ? "sts" : "ec2-instance-connect", string.Join('&', query.Select(one => one.Key + "=" + one.Value)), path: "/openTunnel");
        using var response = await wire.Http.GetAsync(new Uri(url));
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(told, (string?)body["Message"], StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(body["ErrorCode"]);
        Assert.DoesNotContain(aws.Tunnels.All, tunnel => !tunnel.IsEnded);
    }

    [SkippableFact]
    public async Task SendSshPublicKey_LetsInForAMinuteOfTheEndpointsClock()
    {
        Skip.IfNot(LinuxInstance.HasSshServer, "sshd is not installed");
        var time = new ManualTime();
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { Time = time });
        using var wire = new Wire(aws) { At = time.GetUtcNow().UtcDateTime };
        var linux = aws.Fleet.AddLinux("lin");
        linux.SetState(InstanceState.Running);
        var keys = linux.SshServer.PushedKeys;
        await SendAsync(wire, linux, SshServer.UserName, Key);
        time.Pass(TimeSpan.FromSeconds(30));
        wire.At = time.GetUtcNow().UtcDateTime;
        var second = Key.Replace("AAAAIAAB", "AAAAIBBB", StringComparison.Ordinal);
        await SendAsync(wire, linux, SshServer.UserName, second);
        Assert.Equal([Key, second], await File.ReadAllLinesAsync(keys.Path));
        time.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal([second], await File.ReadAllLinesAsync(keys.Path));
        time.Pass(TimeSpan.FromSeconds(30));
        Assert.Empty(await File.ReadAllLinesAsync(keys.Path));
        await SendAsync(wire, linux, "somebody-else", Key);
        Assert.Empty(await File.ReadAllLinesAsync(keys.Path));
    }

    [Fact]
    public async Task SendSshPublicKey_InstanceThatDoesNotRun_IsRefused()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var linux = aws.Fleet.AddLinux("lin");
        linux.SetState(InstanceState.Stopped);
        (await PostAsync(wire, linux, "ec2-user", Key)).MustBe(400, "EC2InstanceStateInvalidException");
        (await PostAsync(wire, linux, new string('u', 33), Key)).MustBe(400, "InvalidArgsException");
        wire.SecretKey = "wrong";
        Assert.NotEqual(HttpStatusCode.OK, (await PostAsync(wire, linux, "ec2-user", Key)).Status);
    }

    private static async Task SendAsync(Wire wire, LinuxInstance linux, string user, string key) =>
        Assert.True((bool)(await PostAsync(wire, linux, user, key)).MustBe(200).Json["Success"]!);

    private static Task<Answer> PostAsync(Wire wire, LinuxInstance linux, string user, string key) => wire.Send(
        "ec2-instance-connect",
        Encoding.UTF8.GetBytes(new JsonObject { ["InstanceId"] = linux.Id, ["InstanceOSUser"] = user, ["SSHPublicKey"] = key }.ToJsonString()),
        "application/x-amz-json-1.1",
        ("X-Amz-Target", "AWSEC2InstanceConnectService.SendSSHPublicKey"));
}
