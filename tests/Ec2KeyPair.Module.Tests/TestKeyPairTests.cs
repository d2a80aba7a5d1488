using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

public sealed class TestKeyPairTests
{
    private const string Make = "New-EC2KeyPairLocal web @aws -StorePath $store | Out-Null; ";
    private const string Keys = "$keys = $aws.Clone(); $keys.Remove('Region'); ";

    [Fact]
    public async Task TestEC2KeyPairLocal_SeveralRegions_TellsWhereItMatches()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        var theirs = module.Aws.Cloud.Region("eu-west-1").CreateKeyPair("web", out _);
        module.Aws.Requests.Clear();
        var records = module.Run(Keys + "Test-EC2KeyPairLocal web -Region us-east-1, eu-west-1, eu-west-2 @keys -StorePath $store").MustSucceed();
        Assert.Equal(["us-east-1 True PublicKey", "eu-west-1 False None", "eu-west-2 False NoKeyPair"], records.Select(Line));
        Assert.Equal(module.Aws.Fleet.FindKeyPair("web")!.Id, Outcome.Text(records[0], "KeyPairId"));
        Assert.Equal(Outcome.Text(records[0], "Ec2Fingerprint"), Outcome.Text(records[0], "LocalFingerprint"));
        Assert.Equal(theirs.Id, Outcome.Text(records[1], "KeyPairId"));
        Assert.Equal(theirs.Fingerprint, Outcome.Text(records[1], "Ec2Fingerprint"));
        Assert.Null(Outcome.Value(records[2], "KeyPairId"));
        Assert.All(module.Aws.Requests.All, request => Assert.Equal("DescribeKeyPairs", request.Action));
    }

    [Fact]
    public async Task TestEC2KeyPairLocal_Star_AsksEveryEnabledRegion()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        var records = module.Run(Keys + "Test-EC2KeyPairLocal web -Region us-east-1, * @keys -StorePath $store").MustSucceed();
        Assert.Equal(17, records.Count);
        Assert.Equal("us-east-1 True PublicKey", Assert.Single(records.Select(Line), line => line.Contains("True")));
    }

    [Fact]
    public async Task TestEC2KeyPairLocal_PathAndKeyPairId_ComparesThatFile()
    {
        await using var module = await AwsModule.StartAsync();
        var pair = module.Aws.Fleet.CreateKeyPair("theirs", out var pem);
        var path = module.Write("mine.pem", pem);
        var record = module.Run("Test-EC2KeyPairLocal -Path $args[0] -KeyPairId $args[1] @aws", path, pair.Id).Single();
        Assert.Equal("us-east-1 True PublicKey", Line(record));
        Assert.Equal("theirs", Outcome.Text(record, "KeyName"));
        Assert.Equal("mine", Outcome.Text(record, "Name"));
        Assert.Equal(pair.Fingerprint, Outcome.Text(record, "LocalFingerprint"));
        module.Run("Test-EC2KeyPairLocal -Path $args[0] -KeyPairId key-0123456789abcdef0 @aws", path)
            .SingleError("KeyPairNotFound", ErrorCategory.ObjectNotFound, "key-0123456789abcdef0");
    }

    [Fact]
    public async Task TestEC2KeyPairLocal_Instance_ComparesItsLaunchKeyInTheRegionThatHasIt()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make + "New-EC2KeyPairLocal other -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        var instance = module.Aws.Fleet.AddLinux("lin", module.Aws.Fleet.FindKeyPair("web"));
        var records = module.Run(Keys + "Test-EC2KeyPairLocal -InstanceId lin -Region eu-west-1, us-east-1 @keys -StorePath $store").MustSucceed();
        Assert.Equal(["other us-east-1 False None", "web us-east-1 True PublicKey"], records.Select(record => Outcome.Text(record, "Name") + " " + Line(record)).Order());
        Assert.All(records, record => Assert.Equal(instance.Id, Outcome.Text(record, "InstanceId")));
        Assert.True((bool)module.Run("Test-EC2KeyPairLocal web -InstanceId $args[0] -Quiet @aws -StorePath $store", instance.Id).Single().BaseObject);

        var piped = module.Run("[pscustomobject]@{ InstanceId = $args[0] } | Test-EC2KeyPairLocal @aws -StorePath $store", instance.Id).MustSucceed();
        Assert.Equal(2, piped.Count);
        var key = module.Run("Get-EC2KeyPairLocal web -StorePath $store | Test-EC2KeyPairLocal @aws -StorePath $store").Single();
        Assert.Equal("us-east-1 True PublicKey", Line(key));

        module.Run("Test-EC2KeyPairLocal web -InstanceId nobody @aws -StorePath $store").SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound, "nobody");
        module.Aws.Fleet.AddLinux("keyless");
        module.Run("Test-EC2KeyPairLocal web -InstanceId keyless @aws -StorePath $store").SingleError("LaunchKeyMissing", ErrorCategory.ObjectNotFound);
    }

    [Theory]
    [InlineData("web -Region us-east-1, eu-west-1", true)]
    [InlineData("web -Region us-east-1, eu-west-2", false)]
    [InlineData("web -Region eu-west-1", false)]
    [InlineData("web -Region us-east-1 -KeyName other", false)]
    [InlineData("* -Region us-east-1 -KeyName web", true)]
    public async Task TestEC2KeyPairLocal_Quiet_IsOneBool(string parameters, bool expected)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        module.Aws.Cloud.Region("eu-west-2").CreateKeyPair("web", out _);
        Assert.Equal(expected, module.Run(Keys + $"Test-EC2KeyPairLocal {parameters} -Quiet @keys -StorePath $store").Single().BaseObject);
    }

    [Fact]
    public async Task TestEC2KeyPairLocal_QuietAndAnError_IsFalse()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        var outcome = module.Run(Keys + "Test-EC2KeyPairLocal web -Region us-east-1, af-south-1 -Quiet @keys -StorePath $store");
        outcome.SingleError("AwsCredentialsRejected", ErrorCategory.AuthenticationError);
        Assert.Equal(false, Assert.Single(outcome.Output).BaseObject);
        var unknown = module.Run("Test-EC2KeyPairLocal web, nobody -Quiet @aws -StorePath $store");
        unknown.SingleError("PrivateKeyNotFound", ErrorCategory.ObjectNotFound, "nobody");
        Assert.Equal(false, Assert.Single(unknown.Output).BaseObject);
    }

    private static string Line(PSObject record) =>
        $"{Outcome.Text(record, "Region")} {Outcome.Text(record, "IsMatch")} {Outcome.Text(record, "Evidence")}";
}
