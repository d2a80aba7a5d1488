using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests.Ssh;

/// <summary>Servers that break, stall, or can't do what OpenSSH's can.</summary>
public sealed class FaultySftpTests
{
    private const string Copy = "Copy-EC2InstanceItem @aws -StorePath $store -Via Direct ";

    /// <summary>What one server does is that instance's error; the others get their files.</summary>
    [SkippableTheory]
    [InlineData(FaultySftp.Newer, "RemoteFileFailed", ErrorCategory.NotSpecified)]
    [InlineData(FaultySftp.Ends, "ConnectionLost", ErrorCategory.ConnectionError)]
    [InlineData(FaultySftp.Garbled, null, ErrorCategory.NotSpecified)]
    [InlineData(FaultySftp.Stalls, "CommandTimedOut", ErrorCategory.OperationTimeout)]
    public async Task CopyEC2InstanceItem_OneServerIsBroken_TheOthersGetTheirFiles(string fault, string? id, ErrorCategory category)
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await SshHosts.LaunchAsync(module, 3);
        FaultySftp.Break(hosts[0].Server, fault);
        var file = module.Write("x.txt", "hello");
        var outcome = module.Run(Copy + "$args[0] x.txt -ToInstance lin-0, lin-1, lin-2 -ThrottleLimit 1 -TimeoutSec 10", file);
        Assert.Equal(2, outcome.Output.Count);
        Assert.Null(outcome.Terminating);
        var error = Assert.Single(outcome.Errors);
        if (id is not null) Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("InternalError", error.FullyQualifiedErrorId);
        if (category != ErrorCategory.NotSpecified) Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Contains(hosts[0].Instance.Id, error.Exception.Message);
        Assert.All(hosts.Skip(1), host => Assert.Equal("hello", File.ReadAllText(Path.Combine(host.Server.Home, "x.txt"))));
        Assert.False(File.Exists(Path.Combine(hosts[0].Server.Home, "x.txt")));
    }

    [SkippableFact]
    public async Task CopyEC2InstanceItem_ServerThatCantReplace_PutsTheOldFileAsideFirst()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var target = Path.Combine(ssh.Home, "x.txt");
        FaultySftp.Break(ssh, FaultySftp.Plain);
        module.Run(Copy + "$args[0] x.txt -ToInstance lin-0", module.Write("a.txt", "first")).Single();
        module.Run(Copy + "$args[0] x.txt -ToInstance lin-0", module.Write("b.txt", "second")).Single();
        Assert.Equal("second", File.ReadAllText(target));
        Assert.Equal([target], Directory.GetFiles(ssh.Home));
    }

    /// <summary>Renames: the old file aside, the new one to its name, the old one back.</summary>
    [SkippableTheory]
    [InlineData("1", new[] { "old" })]
    [InlineData("2", new[] { "old" })]
    [InlineData("23", new[] { "new", "old" })]
    public async Task CopyEC2InstanceItem_ReplacingFails_TheOldContentIsNeverLost(string failing, string[] contents)
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        File.WriteAllText(Path.Combine(ssh.Home, "x.txt"), "old");
        FaultySftp.Break(ssh, FaultySftp.Plain + failing);
        var outcome = module.Run(Copy + "$args[0] x.txt -ToInstance lin-0", module.Write("new.txt", "new"));
        Assert.Equal(["RemoteFileFailed"], outcome.ErrorIds);
        var there = Directory.GetFiles(ssh.Home);
        Assert.Equal(contents, there.Select(File.ReadAllText).Order(StringComparer.Ordinal));
        if (contents.Length == 1) Assert.Equal("x.txt", Path.GetFileName(there[0]));
        else Assert.All(there, path => Assert.Contains(Path.GetFileName(path), outcome.Errors[0].Exception.Message));
    }
}
