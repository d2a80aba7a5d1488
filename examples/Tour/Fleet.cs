using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Tour;

/// <summary>The instances that somebody launches while the reader looks on.</summary>
internal sealed record Fleet(IReadOnlyList<WindowsInstance> Windows, WindowsInstance Hopeless, LinuxInstance Linux)
{
    private static readonly TimeSpan LateBy = TimeSpan.FromSeconds(3);

    internal static Fleet Launch(Lab lab, Screen screen)
    {
        var region = lab.Aws.Fleet;
        var web = region.FindKeyPair("web");
        var windows = new[] { "win-1", "win-2", "win-3" }.Select(name => region.AddWindows(name, web)).ToList();
        windows[^1].PasswordReady = windows[^1].FirstLaunch + LateBy;
        var hopeless = region.AddWindows("win-old", region.FindKeyPair("deploy"));
        var linux = region.AddLinux("linux-1", web);

        screen.Heading("Meanwhile somebody launches instances in us-east-1 (no command of this module)");
        screen.Line("win-1, win-2, win-3  Windows, key pair web; win-3 takes 3 seconds more for its password");
        screen.Line("win-old              Windows, key pair deploy: ED25519, under which EC2 can't encrypt a password");
        screen.Line("linux-1              Linux, key pair web");
        return new Fleet(windows, hopeless, linux);
    }
}
