using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Tests.Users;

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
    [InlineData("AlmaLinux OS 9.4.20240805 x86_64", "764336703387", "ec2-user")]
    [InlineData("amzn-ec2-macos-14.5-20240531-191533", "100343932686", "ec2-user")]
    [InlineData("bottlerocket-aws-k8s-1.30-x86_64-v1.20.4", "149721548608", "ec2-user")]
    [InlineData("Flatcar-stable-3815.2.3-hvm", "075585003325", "core")]
    [InlineData("openSUSE-Leap-15-5-v20230608-hvm-ssd-x86_64", "679593333241", "ec2-user")]
    // Words, not parts of words.
    [InlineData("acme-opensearch-linux-2024", "137112412989", "ec2-user")]
    [InlineData("alkali-1", "099720109477", "ubuntu")]
    [InlineData("Deep Learning OSS Nvidia Driver AMI GPU PyTorch 2.3 (Ubuntu 20.04) 20240825", "898082745236", "ubuntu")]
    public void Candidates_PublicImage_BeginWithItsDocumentedDefaultUser(string image, string owner, string user) =>
        Assert.Equal(user, First(Instance(), new Ec2Image("ami-1", image, owner, null)).Name);

    [Fact]
    public void Candidates_Tag_GoesBeforeTheImage() =>
        Assert.Equal("deploy", First(Tagged("deploy"), new Ec2Image("ami-1", "ubuntu-22", null, null)).Name);

    [Fact]
    public void Candidates_ImageGone_GoByThePlatformThenByTheAgent()
    {
        Assert.Equal("ubuntu", First(Instance() with { PlatformDetails = "Ubuntu Pro" }, null).Name);
        var agent = new ManagedInstance("i-1", true, "3.3", null, false, "CentOS Linux 7");
        Assert.Equal("centos", LoginUserGuess.Candidates(new(Instance(), null, agent, UserMap.Empty))[0].Name);
    }

    [Fact]
    public void Candidates_PrivateImageOfKnownOwner_GoByTheOwner() =>
        Assert.Equal("admin", First(Instance(), new Ec2Image("ami-1", "base", "136693071363", null)).Name);

    [Fact]
    public void Candidates_EverythingTells_AreOrderedAndEachOnce()
    {
        var evidence = new LoginUserEvidence(
            Tagged("deploy"), new Ec2Image("ami-1", "CentOS Linux 7", "099720109477", null), new("i-1", true, "3.3", null, false, "Debian GNU/Linux 12"), UserMap.Empty);
        var users = LoginUserGuess.Candidates(evidence);
        Assert.Equal(["deploy", "centos", "ec2-user", "root", "ubuntu", "admin", "debian"], users.Select(user => user.Name));
        Assert.Equal("its tag ec2keypair:ssh-user", users[0].Evidence);
        Assert.Equal("its image's name 'CentOS Linux 7'", users[1].Evidence);
        Assert.Equal("its image's owner '099720109477'", users[4].Evidence);
    }

    [Fact]
    public void Candidates_NothingTells_AreTheCommonOnes() =>
        Assert.Equal(["ec2-user", "ubuntu", "admin", "root"], LoginUserGuess.Candidates(new(Instance(), null, null, UserMap.Empty)).Select(user => user.Name));

    [Fact]
    public void Candidates_Windows_AreTheAdministrator() =>
        Assert.Equal("Administrator", First(Instance() with { IsWindows = true }, null).Name);

    [Fact]
    public void Candidates_HostileImageName_IsShownWithoutEscapes() =>
        Assert.DoesNotContain('\u001b', First(Instance(), new Ec2Image("ami-1", "ubuntu\u001b]0;x\a", null, null)).Evidence);

    private static LoginUser First(Ec2Instance instance, Ec2Image? image) => LoginUserGuess.Candidates(new(instance, image, null, UserMap.Empty))[0];

    private static Ec2Instance Instance() => new() { InstanceId = "i-0123456789abcdef0", PlatformDetails = "Linux/UNIX" };

    private static Ec2Instance Tagged(string user) => Instance() with { Tags = new Dictionary<string, string> { [LoginUserGuess.UserTag] = user } };
}
