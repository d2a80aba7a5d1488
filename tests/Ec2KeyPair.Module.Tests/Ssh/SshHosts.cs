using System.Diagnostics;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Ssh;

/// <summary>Linux instances with real sshds of their own, whose launch key is in the module's key store.</summary>
internal static class SshHosts
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Makes the launch key and the instances <c>lin-0</c>, <c>lin-1</c> ...; tags tell the ports of their sshds.</summary>
    internal static async Task<IReadOnlyList<(LinuxInstance Instance, SshServer Server)>> LaunchAsync(AwsModule module, int count = 1, string keyType = "Ed25519")
    {
        Skip.If(!LinuxInstance.HasSshServer, "sshd is not installed");
        module.Run("New-EC2KeyPairLocal web -KeyType $args[0] @aws -StorePath $store", keyType).Single();
        var hosts = new List<(LinuxInstance, SshServer)>();
        for (var i = 0; i < count; i++)
        {
            var linux = module.Aws.Fleet.AddLinux($"lin-{i}", module.Aws.Fleet.FindKeyPair("web"));
            hosts.Add((linux, await linux.StartSshServerAsync()));
        }

        return hosts;
    }

    /// <summary>Processes of this machine that have the text in their arguments. (Instances are this machine.)</summary>
    internal static IReadOnlyList<string> Running(string marker) => Directory.EnumerateDirectories("/proc")
        .Where(path => int.TryParse(Path.GetFileName(path), out var id) && id != Environment.ProcessId)
        .Select(ArgumentsOf)
        .Where(arguments => arguments.Contains(marker, StringComparison.Ordinal))
        .ToList();

    internal static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "it does not come to pass");
            await Task.Delay(20);
        }
    }

    private static string ArgumentsOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // It has just ended.
        }
    }
}
