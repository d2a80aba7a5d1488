using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Volumes;

namespace Ec2KeyPair.Module.Tests.Repair;

/// <summary>An instance with a real sshd whose private key nobody has.</summary>
internal sealed class LostHost
{
    internal const string Repair = "Repair-EC2InstanceAccess @aws -StorePath $store -Confirm:$false ";
    private readonly AwsModule _module;
    private readonly string _before;

    private LostHost(AwsModule module, LinuxInstance instance)
    {
        _module = module;
        Instance = instance;
        _before = Inventory();
    }

    internal LinuxInstance Instance { get; }

    internal string AuthorizedKeys => Instance.SshServer.AuthorizedKeysPath;

    internal static async Task<LostHost> LaunchAsync(AwsModule module, bool withAgent = false, string name = "lost-1")
    {
        Skip.If(!LinuxInstance.HasSshServer, "sshd is not installed");
        var fleet = module.Aws.Fleet;
        var key = fleet.FindKeyPair("lost") ?? fleet.CreateKeyPair("lost", out _);
        var linux = fleet.AddLinux(name, key);
        await linux.StartSshServerAsync();
        linux.Tags["purpose"] = "test";
        linux.UserData = "#!/bin/sh\necho first boot, with a secret: hunter2\n"u8.ToArray();
        if (withAgent) linux.SsmAgent = new SsmAgent();
        return new LostHost(module, linux);
    }

    /// <summary>All that a repair may have left changed: instances that are not terminated, their power, user data and disks, and loose volumes.</summary>
    internal string Inventory()
    {
        var fleet = _module.Aws.Fleet;
        var instances = fleet.Instances.Where(instance => instance.State != InstanceState.Terminated).Select(instance =>
            $"{instance.Id} {instance.State.Name} {Convert.ToHexString(instance.UserData)} [{string.Join(", ", fleet.Volumes.Of(instance).Select(Describe))}]");
        var loose = fleet.Volumes.All.Where(volume => volume.Attachment is null).Select(volume => $"{volume.Id} loose");
        return string.Join("\n", instances.Concat(loose));
    }

    /// <summary>Everything is as it was before, and nothing has come to it.</summary>
    internal async Task MustBeAsItWasAsync()
    {
        // Terminating takes a moment.
        await Ssh.SshHosts.UntilAsync(() => Inventory() == _before);
        Assert.Empty(Directory.Exists(Path.Combine(_module.Store, "repairs")) ? Directory.GetFiles(Path.Combine(_module.Store, "repairs"), "*.userdata") : []);
    }

    /// <summary>The key of this name opens it, and the file still has what it had.</summary>
    internal void MustOpenWith(string keyName)
    {
        var line = Outcome.Text(_module.Run("Get-EC2KeyPairLocal $args[0] -StorePath $store", keyName).Single(), "PublicKey")!.Split(' ')[1];
        Assert.Equal(2, File.ReadAllLines(AuthorizedKeys).Length);
        Assert.Contains(line, File.ReadAllLines(AuthorizedKeys)[1]);
        var path = Outcome.Text(_module.Run("Get-EC2KeyPairLocal $args[0] -StorePath $store", keyName).Single(), "Path");
        var there = _module.Run("Invoke-EC2InstanceCommand @aws -StorePath $store -Via Direct $args[0] 'echo in' -KeyPath $args[1]", Instance.Id, path!).Single();
        Assert.Equal("in\n", Outcome.Text(there, "StandardOutput"));
    }

    private static string Describe(Volume volume) => $"{volume.Id} at {volume.Attachment?.Device} {(volume.Attachment?.DeleteOnTermination == true ? "deleted with it" : "kept")}";
}
