using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

public sealed class PublishKeyPairTests
{
    private const string Make = "New-EC2KeyPairLocal web -KeyType Ed25519 -LocalOnly -StorePath $store | Out-Null; $aws.Remove('Region'); ";

    [Fact]
    public async Task PublishEC2KeyPairLocal_ThreeRegions_AnswersForEachAndRemembersThem()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        var ours = module.Run("Get-EC2KeyPairLocal web -StorePath $store").Single();
        module.Aws.Cloud.Region("eu-west-1").AddKeyPair("web", Outcome.Text(ours, "PublicKey")!);
        module.Aws.Cloud.Region("eu-west-2").CreateKeyPair("web", out _);
        var outcome = module.Run("Publish-EC2KeyPairLocal web -Region us-east-1, eu-west-1, eu-west-2, US-EAST-1 -Tag @{ team = 'web' } @aws -StorePath $store");
        Assert.Contains("eu-west-2", outcome.SingleError("KeyPairConflict", ErrorCategory.ResourceExists, "web").Exception.Message);
        var records = outcome.Output;

        Assert.Equal(["us-east-1", "eu-west-1", "eu-west-2"], records.Select(record => Outcome.Text(record, "Region")));
        Assert.Equal(["Created", "AlreadyThere", "Conflict"], records.Select(record => Outcome.Text(record, "Outcome")));
        foreach (var record in records)
        {
            var there = module.Aws.Cloud.Region(Outcome.Text(record, "Region")!).FindKeyPair("web")!;
            Assert.Equal(there.Id, Outcome.Text(record, "KeyPairId"));
            Assert.Equal(there.Fingerprint, Outcome.Text(record, "Fingerprint"));
            Assert.Equal("web", Outcome.Text(record, "KeyName"));
        }

        Assert.Equal("team", Assert.Single(module.Aws.Fleet.FindKeyPair("web")!.Tags.Items).Key);
        var kept = module.Run("Get-EC2KeyPairLocal web -StorePath $store").Single();
        Assert.Equal(["eu-west-1", "us-east-1"], Outcome.Many(kept, "PublishedTo").Select(where => Outcome.Text(where, "Region")));
        Assert.Equal(1, module.Aws.Requests.Count("ImportKeyPair"));
    }

    [Fact]
    public async Task PublishEC2KeyPairLocal_Star_TakesTheEnabledRegionsOnly()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.SetOptInStatus("eu-south-1", "opted-in");
        var records = module.Run(Make + "$StoredAWSRegion = 'us-east-1'; Publish-EC2KeyPairLocal web -Region * @aws -StorePath $store").MustSucceed();
        var enabled = module.Aws.Cloud.Regions.Where(region => region.Value != "not-opted-in").Select(region => region.Key);
        Assert.Equal(enabled, records.Select(record => Outcome.Text(record, "Region")));
        Assert.All(records, record => Assert.Equal("Created", Outcome.Text(record, "Outcome")));
        Assert.Contains("eu-south-1", enabled);
    }

    [Fact]
    public async Task PublishEC2KeyPairLocal_RegionNotEnabled_IsItsErrorAlone()
    {
        await using var module = await AwsModule.StartAsync();
        var outcome = module.Run(Make + "Publish-EC2KeyPairLocal web -Region af-south-1, us-east-1 @aws -StorePath $store");
        var error = outcome.SingleError("KeyPairPublishFailed", ErrorCategory.InvalidResult, "web");
        Assert.Contains("af-south-1", error.Exception.Message);
        Assert.Contains("Publish-EC2KeyPairLocal", error.ErrorDetails.RecommendedAction);
        Assert.Equal("us-east-1", Outcome.Text(Assert.Single(outcome.Output), "Region"));
    }

    [Fact]
    public async Task PublishEC2KeyPairLocal_WildcardsAndPipeline_PublishesEachOnce()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web1, web2, 'w[e]b1', other -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        var records = module.Run("Publish-EC2KeyPairLocal web*, web1 @aws -StorePath $store").MustSucceed();
        Assert.Equal(["web1", "web2"], records.Select(record => Outcome.Text(record, "Name")).Order());
        // What comes through the pipeline is a name, whatever characters it has.
        var exact = module.Run("Get-EC2KeyPairLocal -StorePath $store | Where-Object Name -eq 'w[e]b1' | Publish-EC2KeyPairLocal @aws -StorePath $store").Single();
        Assert.Equal("w[e]b1", Outcome.Text(exact, "Name"));
        Assert.Equal(3, module.Aws.Fleet.KeyPairs.Count);
    }

    /// <summary>EC2 allows "[" in a key name.</summary>
    [Theory]
    [InlineData("'a[', '[z', 'web' | Publish-EC2KeyPairLocal @aws -StorePath $store")]
    [InlineData("Publish-EC2KeyPairLocal 'a[', '[z', web @aws -StorePath $store")]
    [InlineData("Backup-EC2KeyPairLocal 'a[', '[z', web @aws -StorePath $store")]
    [InlineData("'a[', '[z', 'web' | Backup-EC2KeyPairLocal @aws -StorePath $store")]
    [InlineData("Test-EC2KeyPairLocal 'a[', '[z', web @aws -StorePath $store")]
    public async Task KeyPairsOfTheStore_NameThatIsNoPattern_IsTheNameItself(string script)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal '[z', web -KeyType Ed25519 @aws -StorePath $store").MustSucceed();
        var outcome = module.Run(script);
        outcome.SingleError("PrivateKeyNotFound", ErrorCategory.ObjectNotFound, "a[");
        var names = outcome.Output.Select(record => Outcome.Text(record, record.Properties["Name"] is null ? "LocalName" : "Name"));
        Assert.Equal(["[z", "web"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PublishEC2KeyPairLocal_UnknownName_IsAnErrorAndTheOthersGoOn()
    {
        await using var module = await AwsModule.StartAsync();
        var outcome = module.Run(Make + "Publish-EC2KeyPairLocal nobody, web -Region us-east-1 @aws -StorePath $store");
        Assert.NotNull(outcome.SingleError("PrivateKeyNotFound", ErrorCategory.ObjectNotFound, "nobody").ErrorDetails.RecommendedAction);
        Assert.Single(outcome.Output);
    }

    [Fact]
    public async Task PublishEC2KeyPairLocal_WrongSecretKey_Terminates()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make + "$aws.SecretKey = 'wrong'; Publish-EC2KeyPairLocal web -Region us-east-1, eu-west-1 @aws -StorePath $store")
            .MustTerminate("AwsCredentialsRejected", ErrorCategory.AuthenticationError);
    }

    [Fact]
    public async Task PublishEC2KeyPairLocal_WhatIf_PublishesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        Assert.Empty(module.Run(Make + "Publish-EC2KeyPairLocal web -Region us-east-1 @aws -StorePath $store -WhatIf").MustSucceed());
        Assert.Empty(module.Aws.Fleet.KeyPairs);
    }
}
