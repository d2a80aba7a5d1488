using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Tests.Keys;
using Ec2KeyPair.Core.Tests.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Tests.Store;

public sealed class PrivateKeyFilesTests : IDisposable
{
    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void InFolder_KeysAmongOtherThings_OnlyTheKeys()
    {
        _folder.AddFixture("pkcs8.rsa.scrypt");
        _folder.AddFixture("ppk3.ed25519.none", "no extension");
        _folder.AddFixture("rsa.pub");
        _folder.AddFixture("sec1.ecdsa.none");
        _folder.Add("config", "Host *"u8.ToArray());
        _folder.Add("empty", []);
        _folder.Add("large", new byte[2 << 20]);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "below"));
        File.WriteAllBytes(Path.Combine(_folder.Path, "below", "key"), Fixture.Read("pkcs1.rsa.none"));
        Assert.Equal(["no extension", "pkcs8.rsa.scrypt"], _folder.Files().Select(file => Path.GetFileName(file.Path)));
    }

    [SkippableFact]
    public void InFolder_Pipe_IsNotWaitedFor()
    {
        Skip.If(OperatingSystem.IsWindows(), "named pipes are no files on Windows");
        _folder.AddFixture("pkcs1.rsa.none");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder.Path, "pipe")]))
        {
            made.WaitForExit();
        }

        Assert.Single(_folder.Files());
    }

    [Fact]
    public void InFolder_NoKeys_SaysSo()
    {
        _folder.AddFixture("rsa.pub");
        Assert.Equal(ErrorCondition.PrivateKeyNotFound, Fixture.ConditionOf(() => _folder.Files()));
        Assert.Equal(ErrorCondition.PrivateKeyNotFound, Fixture.ConditionOf(() => PrivateKeyFiles.InFolder(Path.Combine(_folder.Path, "nowhere"))));
    }

    [Theory]
    [InlineData("rsa.pub", ErrorCondition.PrivateKeyRequired)]
    [InlineData("make.sh", ErrorCondition.KeyFormatUnknown)]
    public void Inspect_FileThatIsNoPrivateKey_SaysWhat(string fixture, ErrorCondition expected) =>
        Assert.Equal(expected, Fixture.ConditionOf(() => PrivateKeyFiles.Inspect(_folder.AddFixture(fixture))));
}
