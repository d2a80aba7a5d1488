using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Windows;

/// <summary>Get-EC2WindowsPassword -Tag.</summary>
public sealed class TagTests
{
    private const string Get = "Get-EC2WindowsPassword @aws -StorePath $store ";

    [Fact]
    public async Task GetEC2WindowsPassword_Tag_TakesWindowsInstancesThatRunAndHaveAllOfThem()
    {
        await using var module = await AwsModule.StartAsync();
        var key = NewKey(module);
        var web = Add(module, key, ("team", "web"), ("stage", "test"));
        var prod = Add(module, key, ("team", "web"), ("stage", "prod"));
        Add(module, key, ("team", "web"), ("stage", "dev"));
        Add(module, key, ("team", "db"), ("stage", "test"));
        var stopped = Add(module, key, ("team", "web"), ("stage", "test"));
        stopped.SetState(InstanceState.Stopped);
        module.Aws.Fleet.AddLinux("linux", key).Tags["team"] = "web";
        var found = module.Run(Get + "-Tag @{ team = 'web'; stage = 'test', 'prod' }").MustSucceed();
        Assert.Equal(new[] { web.Id, prod.Id }.Order(), found.Select(one => Outcome.Text(one, "InstanceId")).Order());
        Assert.Equal(1, module.Aws.Requests.Count("DescribeInstances"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_TagValueWithWildcards_IsTakenAsItIs()
    {
        await using var module = await AwsModule.StartAsync();
        var key = NewKey(module);
        Add(module, key, ("team", "web"));
        var odd = Add(module, key, ("team", "w*"));
        Assert.Equal(odd.Id, Outcome.Text(module.Run(Get + "-Tag @{ team = 'w*' }").Single(), "InstanceId"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_TagThatNoneHas_IsAnError()
    {
        await using var module = await AwsModule.StartAsync();
        NewKey(module);
        module.Run(Get + "-Tag @{ team = 'nobody' }").SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound, "team = nobody");
    }

    [Theory]
    [InlineData("@{}")]
    [InlineData("@{ team = @() }")]
    [InlineData("$twice")]
    public async Task GetEC2WindowsPassword_TagTableThatSelectsNothing_IsRefused(string table)
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("twice", new System.Collections.Hashtable { [1] = "a", ["1"] = "b" });
        module.Run(Get + "-Tag " + table).MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Aws.Requests.All);
    }

    private static KeyPair NewKey(AwsModule module)
    {
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        return module.Aws.Fleet.FindKeyPair("win")!;
    }

    private static WindowsInstance Add(AwsModule module, KeyPair key, params (string Key, string Value)[] tags)
    {
        var instance = module.Aws.Fleet.AddWindows("win", key);
        foreach (var (name, value) in tags) instance.Tags[name] = value;
        return instance;
    }
}
