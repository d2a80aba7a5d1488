using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests;

public sealed class RemoveKeyPairTests
{
    private const string Make = "New-EC2KeyPairLocal web -KeyType Ed25519 @aws -StorePath $store | Out-Null; ";
    private const string Remove = "$keys = $aws.Clone(); $keys.Remove('Region'); Remove-EC2KeyPairLocal web @keys -StorePath $store -Confirm:$false ";

    [Fact]
    public async Task RemoveEC2KeyPairLocal_NeverPublished_RemovesItWithoutAskingAws()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web, 'we/b', other -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        Assert.Empty(module.Run("'web', 'we/b' | Remove-EC2KeyPairLocal -StorePath $store -Confirm:$false").MustSucceed());
        Assert.Equal(["other.json", "other.pem"], Files(module));
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task RemoveEC2KeyPairLocal_PublishedAndUnused_LeavesEc2AsItIs()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        Assert.Empty(module.Run(Remove).MustSucceed());
        Assert.Empty(Files(module));
        Assert.NotNull(module.Aws.Fleet.FindKeyPair("web"));
        Assert.Equal(1, module.Aws.Requests.Count("DescribeInstances"));
    }

    [Theory]
    [InlineData("pending", true)]
    [InlineData("running", true)]
    [InlineData("stopping", true)]
    [InlineData("stopped", true)]
    [InlineData("shutting-down", false)]
    [InlineData("terminated", false)]
    public async Task RemoveEC2KeyPairLocal_LaunchKeyOfAnInstance_IsRefusedWhileItLives(string state, bool isRefused)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        var instance = module.Aws.Fleet.AddLinux("lin", module.Aws.Fleet.FindKeyPair("web"));
        instance.SetState(All.Single(one => one.Name == state));
        var outcome = module.Run(Remove + "-Published");
        if (!isRefused)
        {
            Assert.Empty(outcome.MustSucceed());
            Assert.Empty(Files(module));
            return;
        }

        var error = outcome.SingleError("KeyPairInUse", ErrorCategory.ResourceBusy, "web");
        Assert.Contains(instance.Id, error.Exception.Message);
        Assert.Contains("-Force", error.ErrorDetails.RecommendedAction);
        Assert.Equal(["web.json", "web.pem"], Files(module));
        Assert.NotNull(module.Aws.Fleet.FindKeyPair("web"));

        Assert.Empty(module.Run(Remove + "-Published -Force").MustSucceed());
        Assert.Empty(Files(module));
        Assert.Null(module.Aws.Fleet.FindKeyPair("web"));
    }

    [Fact]
    public async Task RemoveEC2KeyPairLocal_KeyPairDeletedInEc2_StillCountsItsInstances()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        module.Aws.Fleet.AddLinux("lin", module.Aws.Fleet.FindKeyPair("web"));
        module.Aws.Fleet.RemoveKeyPair("web");
        module.Run(Remove).SingleError("KeyPairInUse", ErrorCategory.ResourceBusy, "web");
    }

    [Fact]
    public async Task RemoveEC2KeyPairLocal_AnotherKeyOfThatNameInEc2_IsNeitherInTheWayNorDeleted()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        var theirs = module.Aws.Fleet.CreateKeyPair("web", out _);
        module.Aws.Fleet.AddLinux("lin", theirs);
        var outcome = module.Run(Remove + "-Published -Region us-east-1");
        Assert.Empty(outcome.MustSucceed());
        Assert.Contains("us-east-1", Assert.Single(outcome.Warnings));
        Assert.Empty(Files(module));
        Assert.Same(theirs, module.Aws.Fleet.FindKeyPair("web"));
        Assert.Equal(0, module.Aws.Requests.Count("DeleteKeyPair"));
    }

    [Fact]
    public async Task RemoveEC2KeyPairLocal_Published_DeletesOursByIdInEveryRegionItWentTo()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make + "$keys = $aws.Clone(); $keys.Region = 'eu-west-1'; Publish-EC2KeyPairLocal web @keys -StorePath $store").MustSucceed();
        Assert.Empty(module.Run(Remove + "-Published").MustSucceed());
        Assert.Empty(Files(module));
        Assert.Empty(module.Aws.Fleet.KeyPairs);
        Assert.Empty(module.Aws.Cloud.Region("eu-west-1").KeyPairs);
        Assert.All(module.Aws.Requests.Of("DeleteKeyPair"), request => Assert.StartsWith("key-", request["KeyPairId"]));
    }

    [Theory]
    [InlineData("DescribeKeyPairs")]
    [InlineData("DescribeInstances")]
    public async Task RemoveEC2KeyPairLocal_AwsCannotBeAsked_IsRefusedUnlessForced(string action)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        module.Aws.Faults.Deny(action);
        var error = module.Run(Remove).SingleError("KeyPairInUse", ErrorCategory.ResourceBusy, "web");
        Assert.Contains("-Force", error.ErrorDetails.RecommendedAction);
        Assert.Equal(["web.json", "web.pem"], Files(module));
        module.Aws.Requests.Clear();
        Assert.Empty(module.Run(Remove + "-Force").MustSucceed());
        Assert.Empty(Files(module));
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task RemoveEC2KeyPairLocal_CredentialsRejected_RefusesThisKeyAndRemovesTheUnpublishedOne()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make + "New-EC2KeyPairLocal local -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        module.Run("$keys = $aws.Clone(); $keys.Remove('Region'); $keys.SecretKey = 'wrong'; Remove-EC2KeyPairLocal web, local @keys -StorePath $store -Confirm:$false")
            .SingleError("KeyPairInUse", ErrorCategory.ResourceBusy, "web");
        Assert.Equal(["web.json", "web.pem"], Files(module));
    }

    [Fact]
    public async Task RemoveEC2KeyPairLocal_DeletionDenied_KeepsThePrivateKey()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        module.Aws.Faults.Deny("DeleteKeyPair");
        module.Run(Remove + "-Published").SingleError("AwsAccessDenied", ErrorCategory.PermissionDenied, "web");
        Assert.Equal(["web.json", "web.pem"], Files(module));
    }

    [Fact]
    public async Task RemoveEC2KeyPairLocal_WhatIfAndUnknownNames_RemoveNothing()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        Assert.Empty(module.Run(Remove + "-Published -WhatIf").MustSucceed());
        module.Run("Remove-EC2KeyPairLocal w*b -StorePath $store -Confirm:$false").SingleError("PrivateKeyNotFound", ErrorCategory.ObjectNotFound, "w*b");
        Assert.Equal(["web.json", "web.pem"], Files(module));
        Assert.NotNull(module.Aws.Fleet.FindKeyPair("web"));
    }

    private static InstanceState[] All =>
        [InstanceState.Pending, InstanceState.Running, InstanceState.ShuttingDown, InstanceState.Terminated, InstanceState.Stopping, InstanceState.Stopped];

    private static IEnumerable<string?> Files(AwsModule module) =>
        Directory.EnumerateFiles(module.Store).Select(Path.GetFileName).Where(name => name![0] != '.').Order();
}
