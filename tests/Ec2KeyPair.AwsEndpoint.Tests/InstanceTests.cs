using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Tests;

public sealed class InstanceTests
{
    [Fact]
    public async Task GetPasswordData_Windows_DecryptsWithTheLaunchKeyOnceReady()
    {
        var time = new ManualTime();
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { Time = time, Settings = new CloudSettings { PasswordDelay = TimeSpan.FromMinutes(4) } });
        using var wire = new Wire(aws);
        var key = aws.Fleet.CreateKeyPair("k", out var pem);
        var windows = aws.Fleet.AddWindows("w", key);
        Assert.Equal("", (await wire.Ec2("GetPasswordData", ("InstanceId", windows.Id))).MustBe(200).One("passwordData"));
        time.Pass(TimeSpan.FromMinutes(4));
        var data = (await wire.Ec2("GetPasswordData", ("InstanceId", windows.Id))).MustBe(200).One("passwordData");
        Assert.Equal("\r\n", data[..2]);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        Assert.Equal(windows.Password, Encoding.UTF8.GetString(rsa.Decrypt(Convert.FromBase64String(data.Trim()), RSAEncryptionPadding.Pkcs1)));
    }

    [Fact]
    public async Task GetPasswordData_LinuxEd25519OrNoKey_StaysEmpty()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var ed25519 = aws.Fleet.AddKeyPair("e", KeyPairTests.Ed25519Line());
        var rsa = aws.Fleet.CreateKeyPair("k", out _);
        foreach (var instance in new Instance[] { aws.Fleet.AddWindows(key: ed25519), aws.Fleet.AddWindows(), aws.Fleet.AddLinux(key: rsa) })
        {
            Assert.Equal("", (await wire.Ec2("GetPasswordData", ("InstanceId", instance.Id))).MustBe(200).One("passwordData"));
        }

        (await wire.Ec2("RunInstances", ("ImageId", aws.Cloud.Images[0].Id), ("MinCount", "1"), ("MaxCount", "1"), ("KeyName", "e"))).MustBe(400, "Unsupported");
        (await wire.Ec2("GetPasswordData", ("InstanceId", "i-00000000"))).MustBe(400, "InvalidInstanceID.NotFound");
        (await wire.Ec2("GetPasswordData", ("InstanceId", "i-xyz"))).MustBe(400, "InvalidInstanceID.Malformed");
        (await wire.Ec2("GetPasswordData")).MustBe(400, "MissingParameter");
    }

    [Fact]
    public async Task RunInstances_WithClientToken_LaunchesOnceAndInOneReservation()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        aws.Fleet.CreateKeyPair("k", out _);
        (string, string)[] call =
        [
            ("ImageId", aws.Cloud.Images[0].Id), ("MinCount", "1"), ("MaxCount", "3"), ("KeyName", "k"), ("ClientToken", "t"),
            ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "web"),
        ];
        var first = (await wire.Ec2("RunInstances", call)).MustBe(200);
        var second = (await wire.Ec2("RunInstances", call)).MustBe(200);
        Assert.Equal(3, first.All("instanceId").Count);
        Assert.Equal(first.All("instanceId"), second.All("instanceId"));
        Assert.Equal(3, aws.Fleet.Instances.Count);
        Assert.Single((await wire.Ec2("DescribeInstances", ("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "w?b"))).All("reservationId"));
    }

    [Fact]
    public async Task States_FollowTheClockAndTheAddressChanges()
    {
        var time = new ManualTime();
        var settings = new CloudSettings { PendingDelay = TimeSpan.FromSeconds(20), StoppingDelay = TimeSpan.FromSeconds(30) };
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { Time = time, Settings = settings });
        using var wire = new Wire(aws);
        var instance = aws.Fleet.AddWindows();
        var address = instance.PublicIpAddress;
        Assert.Equal("pending", await State());
        Assert.Empty((await wire.Ec2("DescribeInstanceStatus")).All("instanceId"));
        time.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal("running", await State());
        Assert.Equal(["ok", "ok"], (await wire.Ec2("DescribeInstanceStatus")).All("status").Where(s => s == "ok"));
        var stop = (await wire.Ec2("StopInstances", ("InstanceId.1", instance.Id))).MustBe(200);
        Assert.Equal(["stopping", "running"], stop.All("name"));
        (await wire.Ec2("StartInstances", ("InstanceId.1", instance.Id))).MustBe(400, "IncorrectInstanceState");
        time.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal("stopped", await State());
        (await wire.Ec2("StartInstances", ("InstanceId.1", instance.Id))).MustBe(200);
        Assert.NotEqual(address, instance.PublicIpAddress);
        (await wire.Ec2("TerminateInstances", ("InstanceId.1", instance.Id))).MustBe(200);
        time.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal("terminated", await State());

        async Task<string> State() => (await wire.Ec2("DescribeInstances", ("InstanceId.1", instance.Id))).One("name");
    }

    [Fact]
    public async Task DescribeInstances_LargeFleet_PagesWithoutLossAndFilters()
    {
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { JournalCapacity = 0 });
        using var wire = new Wire(aws);
        aws.Fleet.AddMany(12_500, null);
        var seen = new HashSet<string>();
        string? token = null;
        do
        {
            var page = (await wire.Ec2("DescribeInstances", token is null ? [("MaxResults", "1000")] : [("MaxResults", "1000"), ("NextToken", token)])).MustBe(200);
            page.All("instanceId").ForEach(id => Assert.True(seen.Add(id)));
            token = page.All("nextToken").SingleOrDefault();
        }
        while (token is not null);
        Assert.Equal(12_500, seen.Count);
        var last = aws.Fleet.Instances[^1];
        foreach (var (name, value) in new[]
        {
            ("private-ip-address", last.PrivateIpAddress), ("ip-address", last.PublicIpAddress!), ("dns-name", last.PublicDnsName),
            ("private-dns-name", last.PrivateDnsName), ("tag:Name", "seed-12499"), ("instance-id", last.Id),
        })
        {
            Assert.Equal(last.Id, (await wire.Ec2("DescribeInstances", ("Filter.1.Name", name), ("Filter.1.Value.1", value))).One("instanceId"));
        }

        (await wire.Ec2("DescribeInstances", ("InstanceId.1", last.Id), ("MaxResults", "5"))).MustBe(400, "InvalidParameterCombination");
        (await wire.Ec2("DescribeInstances", ("MaxResults", "4"))).MustBe(400, "InvalidParameterValue");
        (await wire.Ec2("DescribeInstances", ("NextToken", "made-up"))).MustBe(400, "InvalidParameterValue");
        (await wire.Ec2("DescribeInstances", ("Filter.1.Name", "no-such"), ("Filter.1.Value.1", "x"))).MustBe(400, "InvalidParameterValue");
        Assert.Empty(aws.Requests.All);
    }

    [Fact]
    public async Task GetConsoleOutput_Windows_NamesAccountAndCertificate()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var windows = aws.Fleet.AddWindows();
        windows.UserName = "Administrateur";
        var text = Encoding.UTF8.GetString(Convert.FromBase64String((await wire.Ec2("GetConsoleOutput", ("InstanceId", windows.Id), ("Latest", "true"))).MustBe(200).One("output")));
        Assert.Contains("Username: Administrateur\r\n", text, StringComparison.Ordinal);
        Assert.Contains("RDPCERTIFICATE-THUMBPRINT: " + windows.RdpCertificateThumbprint, text, StringComparison.Ordinal);
        Assert.Contains("Message: Windows is Ready to use", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_CanBeCreatedAndDeleted()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var instance = aws.Fleet.AddLinux("l");
        (await wire.Ec2("CreateTags", ("ResourceId.1", instance.Id), ("Tag.1.Key", "a"), ("Tag.1.Value", "1"))).MustBe(200);
        Assert.Equal("1", instance.Tags["a"]);
        (await wire.Ec2("CreateTags", ("ResourceId.1", instance.Id), ("Tag.1.Key", "aws:x"), ("Tag.1.Value", "1"))).MustBe(400, "InvalidParameterValue");
        (await wire.Ec2("DeleteTags", ("ResourceId.1", instance.Id), ("Tag.1.Key", "a"), ("Tag.1.Value", "2"))).MustBe(200);
        Assert.Equal("1", instance.Tags["a"]);
        (await wire.Ec2("DeleteTags", ("ResourceId.1", instance.Id), ("Tag.1.Key", "a"))).MustBe(200);
        Assert.Null(instance.Tags["a"]);
    }
}
