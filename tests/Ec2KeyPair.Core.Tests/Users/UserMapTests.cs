using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Tests.Store;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Tests.Users;

public sealed class UserMapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void UserFor_Rules_TheFirstThatFitsCounts()
    {
        var map = Load("""
            { // who is who
              "users": [
                { "user": "deploy", "tag": { "Team": "web*", "Stage": "prod" } },
                { "user": "app", "imageName": "acme-base-*" },
                { "user": "me", "imageId": "ami-0?" },
                { "user": "root", "instanceId": "i-0123456789abcdef0" },
                { "user": "late", "instanceId": "*" },
              ] }
            """);
        Assert.Equal("deploy", map.UserFor(Instance("i-1", ("Team", "Webshop"), ("Stage", "prod")), null)?.Name);
        Assert.Equal("late", map.UserFor(Instance("i-1", ("Team", "Webshop")), null)?.Name);
        Assert.Equal("app", map.UserFor(Instance("i-1"), new Ec2Image("ami-9", "acme-base-7", null, null))?.Name);
        Assert.Equal("me", map.UserFor(Instance("i-1") with { ImageId = "ami-01" }, null)?.Name);
        Assert.Equal("root", map.UserFor(Instance("i-0123456789abcdef0"), null)?.Name);
        Assert.Contains("users.json", map.UserFor(Instance("i-1"), null)?.Evidence);
        Assert.True(map.NeedsImage);
    }

    [Fact]
    public void Load_NoFile_IsEmpty() => Assert.Same(UserMap.Empty, UserMap.Load(_folder.File("users.json")));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"users\": {}}")]
    [InlineData("{\"users\": [1]}")]
    [InlineData("{\"users\": [{}]}")]
    [InlineData("{\"users\": [{\"user\": \"x\"}]}")]
    [InlineData("{\"users\": [{\"user\": 7, \"instanceId\": \"*\"}]}")]
    [InlineData("{\"users\": [{\"user\": \"\", \"instanceId\": \"*\"}]}")]
    [InlineData("{\"users\": [{\"user\": \"x\", \"instanceid\": \"*\"}]}")]
    [InlineData("{\"users\": [{\"user\": \"x\", \"tag\": \"Team\"}]}")]
    [InlineData("{\"users\": [{\"user\": \"x\", \"tag\": {\"Team\": null}}]}")]
    [InlineData("{\"user\": []}")]
    public void Load_WhatIsNoMap_IsUserMapInvalidAndSaysWhere(string json)
    {
        var error = StoreFolder.Fails(ErrorCondition.UserMapInvalid, () => Load(json));
        Assert.Contains("users.json", error.Message);
    }

    [Fact]
    public void Load_HugeOrDeepFile_IsUserMapInvalid()
    {
        StoreFolder.Fails(ErrorCondition.UserMapInvalid, () => Load(new string(' ', 300 * 1024)));
        StoreFolder.Fails(ErrorCondition.UserMapInvalid, () => Load(new string('[', 100_000)));
    }

    private UserMap Load(string json) => UserMap.Load(_folder.Write("users.json", Encoding.UTF8.GetBytes(json)));

    private static Ec2Instance Instance(string id, params (string Key, string Value)[] tags) =>
        new() { InstanceId = id, Tags = tags.ToDictionary(tag => tag.Key, tag => tag.Value) };
}
