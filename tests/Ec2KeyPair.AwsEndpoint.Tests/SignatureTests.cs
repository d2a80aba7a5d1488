using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Tests;

public sealed class SignatureTests
{
    [Fact]
    public async Task WrongSecret_IsRefusedInTheWordsOfEachProtocol()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws) { SecretKey = "wrong" };
        (await wire.Ec2("DescribeKeyPairs")).MustBe(401, "AuthFailure");
        (await wire.Sts("GetCallerIdentity")).MustBe(403, "SignatureDoesNotMatch");
        (await wire.Ssm("GetParameter", new JsonObject { ["Name"] = "x" })).MustBe(400, "InvalidSignatureException");
    }

    [Fact]
    public async Task UnknownAccessKey_IsRefusedInTheWordsOfEachProtocol()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws) { AccessKey = "AKIANOBODY" };
        (await wire.Ec2("DescribeKeyPairs")).MustBe(401, "AuthFailure");
        (await wire.Sts("GetCallerIdentity")).MustBe(403, "InvalidClientTokenId");
        (await wire.Ssm("GetParameter", new JsonObject { ["Name"] = "x" })).MustBe(400, "UnrecognizedClientException");
    }

    [Theory]
    [InlineData(-16, false)]
    [InlineData(-14, true)]
    [InlineData(14, true)]
    [InlineData(16, false)]
    public async Task ClockSkew_UpToFifteenMinutes_IsAllowed(int minutes, bool allowed)
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws) { At = DateTime.UtcNow.AddMinutes(minutes) };
        (await wire.Ec2("DescribeKeyPairs")).MustBe(allowed ? 200 : 400, allowed ? null : "RequestExpired");
        aws.ClockOffset = TimeSpan.FromMinutes(minutes);
        (await wire.Ec2("DescribeKeyPairs")).MustBe(200);
    }

    [Fact]
    public async Task ChangedBody_IsRefused()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        (await wire.Send("ec2", Encoding.UTF8.GetBytes("Action=DescribeRegions&Version=2016-11-15"), "application/x-www-form-urlencoded",
            ("X-Amz-Content-Sha256", new string('0', 64)))).MustBe(401, "AuthFailure");
        (await wire.Send("ec2", Encoding.UTF8.GetBytes("Action=DescribeRegions&Version=2016-11-15"), "application/x-www-form-urlencoded", ("X-Spaced", "a b"))).MustBe(200);
    }

    [Fact]
    public async Task Presigned_IsVerifiedAndExpires()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var url = wire.Presign("sts", "Action=GetCallerIdentity&Version=2011-06-15");
        Assert.Contains("user/loopback", await wire.Http.GetStringAsync(new Uri(url)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await wire.Http.GetAsync(new Uri(url.Replace("Version", "Vers%69on", StringComparison.Ordinal) + "&x=1"))).StatusCode);
        wire.At = DateTime.UtcNow.AddSeconds(-61);
        Assert.Equal(HttpStatusCode.Forbidden, (await wire.Http.GetAsync(new Uri(wire.Presign("sts", "Action=GetCallerIdentity&Version=2011-06-15")))).StatusCode);
    }

    [Fact]
    public async Task AssumedRole_NeedsItsTokenAndExpires()
    {
        var time = new ManualTime();
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { Time = time });
        using var wire = new Wire(aws);
        var issued = (await wire.Sts("AssumeRole", ("RoleArn", "arn:aws:iam::210987654321:role/path/ops"), ("RoleSessionName", "me"))).MustBe(200);
        wire.AccessKey = issued.One("AccessKeyId");
        wire.SecretKey = issued.One("SecretAccessKey");
        (await wire.Sts("GetCallerIdentity")).MustBe(403, "InvalidClientTokenId");
        wire.SessionToken = issued.One("SessionToken");
        Assert.Equal("arn:aws:sts::210987654321:assumed-role/ops/me", (await wire.Sts("GetCallerIdentity")).MustBe(200).One("Arn"));
        aws.Cloud.Region("210987654321", "us-east-1").AddWindows("theirs");
        Assert.Single((await wire.Ec2("DescribeInstances")).MustBe(200).All("instanceId"));
        time.Pass(TimeSpan.FromHours(1));
        (await wire.Ec2("DescribeInstances")).MustBe(400, "RequestExpired");
        (await wire.Ssm("GetParameter", new JsonObject { ["Name"] = "x" })).MustBe(400, "ExpiredTokenException");
    }

    [Fact]
    public async Task Unsigned_OrForAnotherService_IsRefused()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var unsigned = await wire.Http.GetAsync(new Uri(aws.Url + "/?Action=DescribeRegions&Version=2016-11-15"));
        Assert.Equal(HttpStatusCode.BadRequest, unsigned.StatusCode);
        (await wire.Query("s3", "2016-11-15", "DescribeRegions")).MustBe(401, "AuthFailure");
        (await wire.Ec2("NoSuchAction")).MustBe(400, "InvalidAction");
        (await wire.Ec2("DescribeRegions", ("Bogus", "1"))).MustBe(400, "UnknownParameter");
        (await wire.Query("ec2", "1999-01-01", "DescribeRegions")).MustBe(400, "NoSuchVersion");
    }

    [Theory]
    [InlineData("http://0.0.0.0:1")]
    [InlineData("http://*:1")]
    [InlineData("http://[::]:1")]
    [InlineData("http://192.0.2.1:1")]
    [InlineData("https://127.0.0.1:1")]
    public void LoopbackAddress_AnythingElse_IsRefused(string url) => Assert.Throws<ArgumentException>(() => LoopbackAddress.Require(url));
}
