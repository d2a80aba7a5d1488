using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

public sealed class ExportKeyPairTests
{
    [SkippableTheory]
    [InlineData("Rsa", "OpenSsh")]
    [InlineData("Rsa", "Pkcs1")]
    [InlineData("Rsa", "Pkcs8")]
    [InlineData("Ed25519", "OpenSsh")]
    public async Task ExportEC2KeyPairLocal_Private_IsReadBySshKeygen(string type, string encoding)
    {
        await using var module = await AwsModule.StartAsync();
        var made = module.Run($"New-EC2KeyPairLocal web -KeyType {type} -LocalOnly -StorePath $store").Single();
        var path = Path.Combine(module.Folder, "out.pem");
        var file = (FileInfo)module.Run($"Export-EC2KeyPairLocal web $args[0] -KeyEncoding {encoding} -StorePath $store", path).Single().BaseObject;
        Assert.Equal(path, file.FullName);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.StartsWith(string.Join(' ', Outcome.Text(made, "PublicKey")!.Split(' ').Take(2)), Tool.Run("ssh-keygen", "-y", "-P", "", "-f", path));
    }

    [Fact]
    public async Task ExportEC2KeyPairLocal_EncryptedKey_StaysEncryptedUnlessTold()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("one", AwsModule.Secure("first passphrase"));
        module.Set("two", AwsModule.Secure("second passphrase"));
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 -Passphrase $one -LocalOnly -StorePath $store").MustSucceed();
        module.Run("Export-EC2KeyPairLocal web \"$folder/a\" -Passphrase $one -StorePath $store").MustSucceed();
        module.Run("Export-EC2KeyPairLocal web \"$folder/b\" -Passphrase $one -NewPassphrase $two -KeyEncoding Ppk -StorePath $store").MustSucceed();
        module.Run("Export-EC2KeyPairLocal web \"$folder/c\" -Passphrase $one -RemovePassphrase -StorePath $store").MustSucceed();
        module.Run("Export-EC2KeyPairLocal web \"$folder/d\" -StorePath $store").SingleError("PassphraseRequired", ErrorCategory.AuthenticationError);
        Assert.Equal(
            ["a True", "b True", "c False"],
            module.Run("Get-EC2KeyPairLocal -LiteralPath \"$folder/a\", \"$folder/b\", \"$folder/c\" | ForEach-Object { \"$($_.Name) $($_.IsEncrypted)\" }").MustSucceed().Select(line => line.ToString()));
        module.Run("Get-EC2KeyPairLocal -LiteralPath \"$folder/b\" -Passphrase $two").MustSucceed();
    }

    [Theory]
    [InlineData("-NewPassphrase ([securestring]::new())", "$folder/out")]
    [InlineData("", "Env:out")]
    public async Task ExportEC2KeyPairLocal_WouldBeLaidOpen_IsParameterInvalidAndWritesNothing(string parameters, string path)
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("one", AwsModule.Secure("first passphrase"));
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 -Passphrase $one -LocalOnly -StorePath $store").MustSucceed();
        module.Run($"Export-EC2KeyPairLocal web \"{path}\" -Passphrase $one {parameters} -StorePath $store")
            .SingleError("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.False(File.Exists(Path.Combine(module.Folder, "out")));
    }

    [Theory]
    [InlineData("OpenSsh")]
    [InlineData("Rfc4716")]
    [InlineData("Spki")]
    [InlineData("SpkiDer")]
    public async Task ExportEC2KeyPairLocal_PublicHalf_IsTheKeys(string encoding)
    {
        await using var module = await AwsModule.StartAsync();
        var made = module.Run("New-EC2KeyPairLocal web -LocalOnly -StorePath $store").Single();
        module.Run($"Export-EC2KeyPairLocal web \"$folder/web.pub\" -PublicKey -PublicKeyEncoding {encoding} -StorePath $store").MustSucceed();
        var read = module.Run("Get-EC2KeyPairLocal -LiteralPath \"$folder/web.pub\"").Single();
        Assert.Equal(encoding, Outcome.Text(read, "KeyEncoding"));
        Assert.Equal(Outcome.Text(made, "Fingerprints"), Outcome.Text(read, "Fingerprints"));
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(Path.Combine(module.Folder, "web.pub")));
    }

    [Fact]
    public async Task ExportEC2KeyPairLocal_FileIsThere_IsReplacedOnlyByForce()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        var path = module.Write("web.pub", "mine");
        var taken = module.Run("Export-EC2KeyPairLocal web $args[0] -PublicKey -StorePath $store", path).SingleError("KeyPairExists", ErrorCategory.ResourceExists);
        Assert.Contains("-Force", taken.ErrorDetails.RecommendedAction);
        Assert.Equal("mine", File.ReadAllText(path));
        module.Run("Export-EC2KeyPairLocal web $args[0] -PublicKey -Force -StorePath $store", path).MustSucceed();
        Assert.StartsWith("ssh-ed25519 ", File.ReadAllText(path));
    }

    [SkippableFact]
    public async Task ExportEC2KeyPairLocal_NoFileHasTheName_ForceLeavesItAsItIs()
    {
        Skip.If(OperatingSystem.IsWindows(), "links and pipes of POSIX");
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        var target = module.Write("target", "theirs");
        var link = Path.Combine(module.Folder, "link");
        var pipe = Path.Combine(module.Folder, "pipe");
        File.CreateSymbolicLink(link, target);
        Tool.Run("mkfifo", pipe);
        foreach (var parameters in new[] { "", "-PublicKey" })
        {
            foreach (var path in new[] { link, pipe })
            {
                var error = module.Run($"Export-EC2KeyPairLocal web $args[0] {parameters} -Force -StorePath $store", path).SingleError("FileExists", ErrorCategory.ResourceExists, path);
                Assert.DoesNotContain("use -Force", error.ErrorDetails.RecommendedAction);
            }
        }

        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal("theirs", await File.ReadAllTextAsync(target));
        Assert.Equal("p", Tool.Run("stat", "-c", "%A", pipe)[..1]);
        Assert.Equal(["link", "pipe", "target"], Directory.GetFiles(module.Folder).Select(Path.GetFileName).Order());
    }
}
