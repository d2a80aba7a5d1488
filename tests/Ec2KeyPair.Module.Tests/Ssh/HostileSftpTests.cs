namespace Ec2KeyPair.Module.Tests.Ssh;

public sealed class HostileSftpTests
{
    [SkippableFact]
    public async Task CopyEC2InstanceItem_ServerThatListsPathsForNames_WritesNothingOutsideTheDestination()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var enter = Path.Combine(Path.GetDirectoryName(ssh.Home)!, "enter");
        File.WriteAllText(enter, $"#!/bin/sh\nexec '{Environment.ProcessPath}' exec '{typeof(HostileSftp).Assembly.Location}' {nameof(HostileSftp)}\n");
        var outside = Directory.CreateDirectory(Path.Combine(module.Folder, "outside")).FullName;
        var outcome = module.Run("Copy-EC2InstanceItem @aws -StorePath $store -Via Direct /evil $args[0] -FromInstance lin-0 -Recurse", Path.Combine(outside, "a", "b", "copy"));
        Skip.If(OperatingSystem.IsWindows(), "there is no sshd");
        Assert.Equal(Enumerable.Repeat("RemoteNameUnsafe", 5), outcome.ErrorIds);
        Assert.Equal(["a/b/copy/..\\escaped3.txt", "a/b/copy/good.txt"], Directory.EnumerateFiles(outside, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(outside, path)).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(module.Folder, "*escaped*"));
        Assert.False(File.Exists("/abs.txt"));
    }

    /// <summary>Of "." and "~" the server alone knows the names; it says ".ssh", and that there are keys in it.</summary>
    [SkippableTheory]
    [InlineData(".")]
    [InlineData("~")]
    [InlineData("x/..")]
    [InlineData("/")]
    public async Task CopyEC2InstanceItem_PathWithoutAName_ServerDoesNotChooseIt(string path)
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var enter = Path.Combine(Path.GetDirectoryName(ssh.Home)!, "enter");
        File.WriteAllText(enter, $"#!/bin/sh\nexec '{Environment.ProcessPath}' exec '{typeof(HostileSftp).Assembly.Location}' {nameof(HostileSftp)}\n");
        var home = Directory.CreateDirectory(Path.Combine(module.Folder, "home")).FullName;
        var outcome = module.Run("Copy-EC2InstanceItem @aws -StorePath $store -Via Direct $args[0] $args[1] -FromInstance lin-0 -Recurse", path, home);
        Assert.Equal(["..\\escaped3.txt", "good.txt"], Directory.EnumerateFileSystemEntries(home).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Repeat("RemoteNameUnsafe", 5), outcome.ErrorIds);
    }
}
