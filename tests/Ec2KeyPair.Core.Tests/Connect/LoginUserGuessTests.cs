using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Tests.Connect;

public sealed class LoginUserGuessTests
{
    [Theory]
    [InlineData("ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20240101", "099720109477", "ubuntu")]
    [InlineData("debian-12-amd64-20240102-1614", "136693071363", "admin")]
    [InlineData("al2023-ami-2023.3.20240131.0-kernel-6.1-x86_64", "137112412989", "ec2-user")]
    [InlineData("amzn2-ami-kernel-5.10-hvm-2.0.20240131.0-x86_64-gp2", "137112412989", "ec2-user")]
    [InlineData("RHEL-9.3.0_HVM-20240117-x86_64-49-Hourly2-GP3", "309956199498", "ec2-user")]
    [InlineData("suse-sles-15-sp5-v20240129-hvm-ssd-x86_64", "013907871322", "ec2-user")]
    [InlineData("Fedora-Cloud-Base-39-1.5.x86_64-hvm-us-east-1-gp3", "125523088429", "fedora")]
    [InlineData("CentOS Linux 7 x86_64 HVM EBS ENA 2002_01", "125523088429", "centos")]
    [InlineData("CentOS Stream 9 x86_64 20240101", "125523088429", "ec2-user")]
    [InlineData("Rocky-9-EC2-Base-9.3-20231113.0.x86_64", "792107900819", "rocky")]
    [InlineData("bitnami-wordpress-6.4.3-0-r01-linux-debian-11-x86_64-hvm-ebs", "979382823631", "bitnami")]
    [InlineData("FreeBSD 14.0-RELEASE-amd64", "782442783595", "ec2-user")]
    public void For_PublicImage_IsItsDocumentedDefaultUser(string image, string owner, string user) =>
        Assert.Equal(user, LoginUserGuess.For(Instance(), new Ec2Image("ami-1", image, owner, null)).Name);

    [Fact]
    public void For_Tag_GoesBeforeTheImage()
    {
        var instance = Instance() with { Tags = new Dictionary<string, string> { [LoginUserGuess.UserTag] = "deploy" } };
        Assert.Equal("deploy", LoginUserGuess.For(instance, new Ec2Image("ami-1", "ubuntu-22", null, null)).Name);
    }

    [Fact]
    public void For_ImageGone_GoesByThePlatform() =>
        Assert.Equal("ubuntu", LoginUserGuess.For(Instance() with { PlatformDetails = "Ubuntu Pro" }, null).Name);

    [Fact]
    public void For_PrivateImageOfKnownOwner_GoesByTheOwner() =>
        Assert.Equal("admin", LoginUserGuess.For(Instance(), new Ec2Image("ami-1", "base", "136693071363", null)).Name);

    [Fact]
    public void For_HostileImageName_IsShownWithoutEscapes() =>
        Assert.DoesNotContain('\u001b', LoginUserGuess.For(Instance(), new Ec2Image("ami-1", "ubuntu\u001b]0;x\a", null, null)).Evidence);

    private static Ec2Instance Instance() => new() { InstanceId = "i-0123456789abcdef0", PlatformDetails = "Linux/UNIX" };
}
