using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Faults;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Tests;

public sealed class ServiceTests
{
    [Fact]
    public async Task Parameters_KeepTheirRules()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        JsonObject Put(string value, bool overwrite = false) => new() { ["Name"] = "/ec2/keypair/key-1", ["Value"] = value, ["Type"] = "SecureString", ["Overwrite"] = overwrite };
        (await wire.Ssm("PutParameter", Put(new string('x', 4097)))).MustBe(400, "ValidationException");
        (await wire.Ssm("PutParameter", Put("a{{b"))).MustBe(400, "ValidationException");
        (await wire.Ssm("PutParameter", Put(new string('x', 4096)))).MustBe(200);
        (await wire.Ssm("PutParameter", Put("y"))).MustBe(400, "ParameterAlreadyExists");
        Assert.Equal(2, (int)(await wire.Ssm("PutParameter", Put("y", true))).MustBe(200).Json["Version"]!);
        var name = new JsonObject { ["Name"] = "/ec2/keypair/key-1" };
        Assert.NotEqual("y", (string?)(await wire.Ssm("GetParameter", name)).MustBe(200).Json["Parameter"]!["Value"]);
        var all = (await wire.Ssm("GetParameters", new JsonObject { ["Names"] = new JsonArray("/ec2/keypair/key-1", "no"), ["WithDecryption"] = true })).MustBe(200).Json;
        Assert.Equal("y", (string?)all["Parameters"]![0]!["Value"]);
        Assert.Equal("no", (string?)all["InvalidParameters"]![0]);
        (await wire.Ssm("DeleteParameter", name)).MustBe(200);
        (await wire.Ssm("DeleteParameter", name)).MustBe(400, "ParameterNotFound");
        (await wire.Ssm("NoSuch", name)).MustBe(400, "UnknownOperationException");
    }

    [Fact]
    public async Task DescribeInstanceInformation_PagesOverAgents()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        foreach (var instance in aws.Fleet.AddMany(7, null, windows: false))
        {
            instance.SsmAgent = new SsmAgent();
        }

        aws.Fleet.AddLinux();
        aws.Fleet.Instances[0].SsmAgent!.PingStatus = "ConnectionLost";
        var first = (await wire.Ssm("DescribeInstanceInformation", new JsonObject { ["MaxResults"] = 5 })).MustBe(200).Json;
        Assert.Equal(5, first["InstanceInformationList"]!.AsArray().Count);
        var second = (await wire.Ssm("DescribeInstanceInformation", new JsonObject { ["MaxResults"] = 5, ["NextToken"] = (string?)first["NextToken"] })).MustBe(200).Json;
        Assert.Equal(2, second["InstanceInformationList"]!.AsArray().Count);
        Assert.Null(second["NextToken"]);
        var filter = new JsonObject { ["Filters"] = new JsonArray(new JsonObject { ["Key"] = "PingStatus", ["Values"] = new JsonArray("ConnectionLost") }) };
        Assert.Equal(aws.Fleet.Instances[0].Id, (string?)(await wire.Ssm("DescribeInstanceInformation", filter)).MustBe(200).Json["InstanceInformationList"]![0]!["InstanceId"]);
    }

    [Fact]
    public async Task Sso_TokenIsRefreshedAndTradedForWorkingCredentials()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        aws.Sso.Assign("123456789012", "Admin");
        var grant = new JsonObject
        {
            ["clientId"] = aws.Sso.ClientId, ["clientSecret"] = aws.Sso.ClientSecret, ["grantType"] = "refresh_token", ["refreshToken"] = aws.Sso.IssueRefreshToken(),
        };
        using var refresh = new StringContent(grant.ToJsonString(), Encoding.UTF8, "application/json");
        var token = JsonNode.Parse(await (await wire.Http.PostAsync(new Uri(aws.Url + "/token"), refresh)).Content.ReadAsStringAsync())!;
        var role = await Portal((string)token["accessToken"]!, "Admin");
        var credentials = JsonNode.Parse(await role.Content.ReadAsStringAsync())!["roleCredentials"]!;
        wire.AccessKey = (string)credentials["accessKeyId"]!;
        wire.SecretKey = (string)credentials["secretAccessKey"]!;
        wire.SessionToken = (string)credentials["sessionToken"]!;
        (await wire.Ec2("DescribeRegions")).MustBe(200);
        Assert.Equal(HttpStatusCode.Forbidden, (await Portal((string)token["accessToken"]!, "Other")).StatusCode);
        var refused = await Portal("made-up", "Admin");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("UnauthorizedException", refused.Headers.GetValues("x-amzn-ErrorType").Single());

        Task<HttpResponseMessage> Portal(string bearer, string roleName)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{aws.Url}/federation/credentials?role_name={roleName}&account_id=123456789012"));
            request.Headers.Add("x-amz-sso_bearer_token", bearer);
            return wire.Http.SendAsync(request);
        }
    }

    [Fact]
    public async Task Faults_HappenAsPlannedAndAreRecorded()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        aws.Faults.Throttle("DescribeRegions", 2);
        (await wire.Ec2("DescribeRegions")).MustBe(503, "RequestLimitExceeded");
        (await wire.Ec2("DescribeRegions")).MustBe(503, "RequestLimitExceeded");
        (await wire.Ec2("DescribeRegions")).MustBe(200);
        aws.Faults.Fail("ec2:DescribeRegions");
        (await wire.Ec2("DescribeRegions")).MustBe(500, "InternalError");
        aws.Faults.Cut("DescribeRegions");
        await Assert.ThrowsAsync<HttpRequestException>(() => wire.Ec2("DescribeRegions"));
        aws.Faults.Deny("*");
        (await wire.Ec2("DescribeRegions")).MustBe(403, "UnauthorizedOperation");
        (await wire.Sts("GetCallerIdentity")).MustBe(403, "AccessDenied");
        (await wire.Ssm("GetParameter", new JsonObject { ["Name"] = "x" })).MustBe(400, "AccessDeniedException");
        aws.Faults.Clear();
        aws.Faults.Delay("DescribeRegions", TimeSpan.FromMilliseconds(1));
        (await wire.Ec2("DescribeRegions")).MustBe(200);
        Assert.Equal([503, 503, 200, 500, 0, 403, 200], aws.Requests.Of("DescribeRegions").Select(r => r.Status));
        Assert.Equal(aws.AccessKey, aws.Requests.All[^1].AccessKey);

        aws.Faults.Clear();
        aws.Faults.Randomly("DescribeRegions", FaultKind.Throttle, 0.5, seed: 7);
        var dice = new Random(7);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(dice.NextDouble() < 0.5 ? 503 : 200, (int)(await wire.Ec2("DescribeRegions")).Status);
        }
    }

    [Fact]
    public async Task DescribeImages_ByOwnerAndId()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        Assert.StartsWith("ubuntu/", (await wire.Ec2("DescribeImages", ("Owner.1", "099720109477"))).MustBe(200).One("name"), StringComparison.Ordinal);
        Assert.Equal("Windows", (await wire.Ec2("DescribeImages", ("ImageId.1", aws.Cloud.Images[0].Id))).One("platformDetails"));
        (await wire.Ec2("DescribeImages", ("ImageId.1", "ami-0"))).MustBe(400, "InvalidAMIID.NotFound");
    }

    [SkippableFact]
    public async Task Linux_RealSshLogin_ByLaunchKeyWithTheHostKeyOnTheConsole()
    {
        Skip.IfNot(LinuxInstance.HasSshServer && Peers.Find("ssh") is not null, "no sshd, ssh-keygen or ssh here");
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var folder = Directory.CreateTempSubdirectory("ec2kp-test-").FullName;
        try
        {
            var key = aws.Fleet.CreateKeyPair("k", out var pem);
            var keyFile = Path.Combine(folder, "k.pem");
            await File.WriteAllTextAsync(keyFile, pem + "\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(keyFile, UnixFileMode.UserRead);
            }

            var linux = aws.Fleet.AddLinux("l", key);
            var server = await linux.StartSshServerAsync();
            var console = Encoding.UTF8.GetString(Convert.FromBase64String((await wire.Ec2("GetConsoleOutput", ("InstanceId", linux.Id))).One("output")));
            var keys = console.Split("-----BEGIN SSH HOST KEY KEYS-----\n")[1].Split("-----END")[0].Trim().Split('\n');
            var knownHosts = Path.Combine(folder, "known_hosts");
            await File.WriteAllLinesAsync(knownHosts, keys.Select(line => linux.Id + " " + line));
            Assert.Contains("ec2: " + server.HostKeys[1].FingerprintLine, console, StringComparison.Ordinal);

            var described = (await wire.Ec2("DescribeInstances", ("InstanceId.1", linux.Id))).MustBe(200);
            var login = await Peers.RunAsync("ssh", null, "-F", "none", "-i", keyFile, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes",
                "-o", "UserKnownHostsFile=" + knownHosts, "-o", "HostKeyAlias=" + linux.Id, "-p", linux.Tags["ec2keypair:ssh-port"]!,
                linux.Tags["ec2keypair:ssh-user"] + "@" + described.All("ipAddress")[0], "echo $HOME && cat .ssh/authorized_keys");
            Assert.True(login.ExitCode == 0, login.Error);
            Assert.Equal([server.Home, key.PublicKey.OpenSshLine("k")], login.Output.Trim().Split('\n'));

            var process = server.ProcessId!.Value;
            (await wire.Ec2("StopInstances", ("InstanceId.1", linux.Id))).MustBe(200);
            Assert.False(server.IsRunning);
            Assert.DoesNotContain(Process.GetProcesses(), p => p.Id == process && p.ProcessName == "sshd");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
