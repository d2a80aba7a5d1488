using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

public sealed class GetKeyPairTests
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    [Fact]
    public async Task GetEC2KeyPairLocal_Wildcards_ListByName()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web-1, Web-2, 'db/1', 'x[1]' -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        Assert.Equal(["Web-2", "db/1", "web-1", "x[1]"], Names(module.Run("Get-EC2KeyPairLocal -StorePath $store")));
        Assert.Equal(["Web-2", "web-1"], Names(module.Run("Get-EC2KeyPairLocal web* -StorePath $store")));
        Assert.Equal(["db/1", "web-1"], Names(module.Run("'web-1', '*/*' | Get-EC2KeyPairLocal -StorePath $store")));
        Assert.Empty(module.Run("Get-EC2KeyPairLocal none* -StorePath $store").MustSucceed());
        module.Run("Get-EC2KeyPairLocal none, web-1 -StorePath $store").SingleError("PrivateKeyNotFound", ErrorCategory.ObjectNotFound, "none");
        Assert.Empty(module.Aws.Requests.All);
    }

    [Theory]
    [InlineData("x[1]")]
    [InlineData("x[")]
    [InlineData("[a-z")]
    public async Task GetEC2KeyPairLocal_NameWithBrackets_IsFound(string name)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal $args[0] -KeyType Ed25519 -LocalOnly -StorePath $store", name).MustSucceed();
        Assert.Equal([name], Names(module.Run("Get-EC2KeyPairLocal $args[0] -StorePath $store", name)));
    }

    [Fact]
    public async Task GetEC2KeyPairLocal_NoStoreYet_IsEmpty()
    {
        await using var module = await AwsModule.StartAsync();
        Assert.Empty(module.Run("Get-EC2KeyPairLocal -StorePath $store").MustSucceed());
        Assert.False(Directory.Exists(module.Store));
    }

    [Theory]
    [InlineData("openssh.rsa.none", "Rsa", "OpenSsh", false, true)]
    [InlineData("openssh.ed25519.aes256-ctr", "Ed25519", "OpenSsh", true, true)]
    [InlineData("pkcs1.rsa.none", "Rsa", "Pkcs1", false, true)]
    [InlineData("pkcs8.ed25519.none", "Ed25519", "Pkcs8", false, true)]
    [InlineData("ppk2.rsa.none", "Rsa", "PpkV2", false, true)]
    [InlineData("ppk3.ed25519.argon2id", "Ed25519", "Ppk", true, true)]
    [InlineData("rsa.pub", "Rsa", "OpenSsh", false, false)]
    [InlineData("rfc4716.ed25519.public", "Ed25519", "Rfc4716", false, false)]
    [InlineData("spki.rsa.public", "Rsa", "Spki", false, false)]
    [InlineData("spkider.ed25519.public", "Ed25519", "SpkiDer", false, false)]
    public async Task GetEC2KeyPairLocal_Path_TellsAnyEncoding(string file, string type, string encoding, bool encrypted, bool isPrivate)
    {
        await using var module = await AwsModule.StartAsync();
        foreach (var parameter in new[] { "Path", "LiteralPath" })
        {
            var found = module.Run($"Get-EC2KeyPairLocal -{parameter} $args[0]", Path.Combine(Fixtures, file)).Single();
            Assert.Equal(type, Outcome.Text(found, "KeyType"));
            Assert.Equal(encoding, Outcome.Text(found, "KeyEncoding"));
            Assert.Equal(encrypted, Outcome.Value(found, "IsEncrypted"));
            Assert.Equal(isPrivate, Outcome.Value(found, "HasPrivateKey"));
        }
    }

    [Fact]
    public async Task GetEC2KeyPairLocal_EncryptedPkcs8_TellsItsKeyWithThePassphraseOnly()
    {
        await using var module = await AwsModule.StartAsync();
        var path = Path.Combine(Fixtures, "pkcs8.rsa.aes256-sha256");
        module.Set("secret", AwsModule.Secure("correct horse"));
        module.Set("wrong", AwsModule.Secure("wrong horse"));
        var closed = module.Run("Get-EC2KeyPairLocal -Path $args[0]", path).Single();
        Assert.Null(Outcome.Value(closed, "PublicKey"));
        Assert.Null(Outcome.Value(closed, "Fingerprints"));
        var open = module.Run("Get-EC2KeyPairLocal -Path $args[0] -Passphrase $secret", path).Single();
        Assert.Equal(Expected("rsa-created"), Outcome.Text(Outcome.Record(open, "Fingerprints"), "Ec2Created"));
        module.Run("Get-EC2KeyPairLocal -Path $args[0] -Passphrase $wrong", path).SingleError("PassphraseIncorrect", ErrorCategory.AuthenticationError, path);
    }

    [SkippableFact]
    public async Task GetEC2KeyPairLocal_Fingerprints_AreThoseOfTheRealTools()
    {
        await using var module = await AwsModule.StartAsync();
        foreach (var type in new[] { "Rsa", "Ed25519" })
        {
            var path = Path.Combine(module.Folder, type);
            module.Run("New-EC2KeyPairLocal x -KeyType $args[1] -Path $args[0] -LocalOnly", path, type).Single();
            var prints = Outcome.Record(module.Run("Get-EC2KeyPairLocal -Path $args[0]", path).Single(), "Fingerprints");
            var sha256 = Tool.Run("ssh-keygen", "-l", "-f", path).Split(' ')[1];
            Assert.Equal(sha256, Outcome.Text(prints, "OpenSshSha256"));
            Assert.Equal(Tool.Run("ssh-keygen", "-l", "-E", "md5", "-f", path).Split(' ')[1], Outcome.Text(prints, "OpenSshMd5"));
            if (type == "Ed25519")
            {
                Assert.Equal(sha256["SHA256:".Length..] + "=", Outcome.Text(prints, "Ec2Imported"));
                Assert.Equal(Outcome.Text(prints, "Ec2Imported"), Outcome.Text(prints, "Ec2Created"));
                continue;
            }

            var der = Path.Combine(module.Folder, "der");
            Tool.Run("openssl", "pkcs8", "-in", path, "-topk8", "-nocrypt", "-outform", "DER", "-out", der);
            Assert.Equal(Tool.Run("openssl", "sha1", "-c", der).Split("= ")[1], Outcome.Text(prints, "Ec2Created"));
            Tool.Run("openssl", "rsa", "-in", path, "-pubout", "-outform", "DER", "-out", der);
            Assert.Equal(Tool.Run("openssl", "md5", "-c", der).Split("= ")[1], Outcome.Text(prints, "Ec2Imported"));
        }
    }

    [Fact]
    public async Task GetEC2KeyPairLocal_FileObjects_BindByTheirPath()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("file", new FileInfo(Path.Combine(Fixtures, "openssh.rsa.none")));
        Assert.Equal("Rsa", Outcome.Text(module.Run("$file | Get-EC2KeyPairLocal").Single(), "KeyType"));
        var item = "[pscustomobject]@{ PSPath = 'Microsoft.PowerShell.Core\\FileSystem::' + $file.FullName }";
        Assert.Equal("Rsa", Outcome.Text(module.Run(item + " | Get-EC2KeyPairLocal").Single(), "KeyType"));
    }

    [Fact]
    public async Task GetEC2KeyPairLocal_PathWithWildcards_OneBadFileIsOneError()
    {
        await using var module = await AwsModule.StartAsync();
        module.Write("a.pem", File.ReadAllText(Path.Combine(Fixtures, "pkcs1.rsa.none")));
        var bad = module.Write("b.pem", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        module.Write("c.pem", File.ReadAllText(Path.Combine(Fixtures, "openssh.ed25519.none")));
        var outcome = module.Run("Get-EC2KeyPairLocal -Path \"$folder/*.pem\"");
        Assert.Equal(2, outcome.Output.Count);
        outcome.SingleError("KeyFileCorrupt", ErrorCategory.InvalidData, bad);
        module.Run("Get-EC2KeyPairLocal -LiteralPath \"$folder/*.pem\"").SingleError("PrivateKeyNotFound", ErrorCategory.ObjectNotFound);
        module.Run("Get-EC2KeyPairLocal -Path \"$folder/none*\"").SingleError("PrivateKeyNotFound", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public async Task GetEC2KeyPairLocal_HandDroppedAndCorruptFilesInTheStore_ListTheGoodOnes()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal made -KeyType Ed25519 -LocalOnly -StorePath $store").Single();
        File.Copy(Path.Combine(Fixtures, "pkcs1.rsa.none"), Path.Combine(module.Store, "dropped.pem"));
        var corrupt = Path.Combine(module.Store, "corrupt.pem");
        File.WriteAllText(corrupt, "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
        var outcome = module.Run("Get-EC2KeyPairLocal -StorePath $store");
        outcome.SingleError("KeyFileCorrupt", ErrorCategory.InvalidData, corrupt);
        Assert.Equal(["dropped", "made"], outcome.Output.Select(key => Outcome.Text(key, "Name")));
        Assert.Equal("Rsa", Outcome.Text(module.Run("Get-EC2KeyPairLocal dropped -StorePath $store").Single(), "KeyType"));
    }

    [Fact]
    public async Task GetEC2KeyPairLocal_InstanceId_FindsTheLaunchKey()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web, other -KeyType Ed25519 @aws -StorePath $store").MustSucceed();
        var here = module.Aws.Fleet.AddLinux("here", module.Aws.Fleet.FindKeyPair("web"));
        var away = module.Aws.Fleet.AddLinux("away", module.Aws.Fleet.CreateKeyPair("away", out _));
        var none = module.Aws.Fleet.AddLinux("none");
        Assert.Equal("web", Outcome.Text(module.Run("Get-EC2KeyPairLocal -InstanceId here @aws -StorePath $store").Single(), "Name"));
        var outcome = module.Run("Get-EC2KeyPairLocal -InstanceId $args[0] @aws -StorePath $store", (object)new[] { away.Id, none.Id, "nobody", here.Id });
        Assert.Equal("web", Outcome.Text(Assert.Single(outcome.Output), "Name"));
        Assert.Equal(["PrivateKeyNotFound", "LaunchKeyMissing", "InstanceNotFound"], outcome.ErrorIds);
        Assert.Equal([away.Id, none.Id, "nobody"], outcome.Errors.Select(error => error.TargetObject));
    }

    private static IEnumerable<string?> Names(Outcome outcome) => outcome.MustSucceed().Select(key => Outcome.Text(key, "Name")).Order(StringComparer.Ordinal);

    private static string Expected(string name) => File.ReadAllLines(Path.Combine(Fixtures, "fingerprints.txt")).Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1];

    /// <summary>Opening a pipe would wait on the pipeline thread, where nothing can stop it.</summary>
    [SkippableTheory]
    [InlineData("Get-EC2KeyPairLocal -Path $pipe")]
    [InlineData("Get-EC2KeyPairLocal -LiteralPath $pipe")]
    [InlineData("Import-EC2KeyPairLocal $pipe -Name web -StorePath $store")]
    [InlineData("Get-EC2WindowsPassword win -KeyPath $pipe @aws -StorePath $store")]
    [InlineData("Invoke-EC2InstanceCommand lin 'true' -KeyPath $pipe @aws -StorePath $store")]
    [InlineData("Copy-EC2InstanceItem x $folder -FromInstance lin -KeyPath $pipe @aws -StorePath $store")]
    [InlineData("Connect-EC2Instance lin -SshArgument 'true' -KeyPath $pipe @aws -StorePath $store")]
    public async Task KeyFiles_Pipe_IsFileReadFailed(string script)
    {
        Skip.If(OperatingSystem.IsWindows(), "pipes of POSIX");
        Skip.If(script.StartsWith("Connect", StringComparison.Ordinal) && Tool.Find("ssh") is null, "no ssh");
        await using var module = await AwsModule.StartAsync();
        var web = module.Aws.Fleet.CreateKeyPair("web", out _);
        module.Aws.Fleet.AddLinux("lin", web);
        module.Aws.Fleet.AddWindows("win", web);
        var pipe = Path.Combine(module.Folder, "pipe");
        Tool.Run("mkfifo", pipe);
        module.Set("pipe", pipe);
        var outcome = module.Run(script);
        var error = outcome.Terminating ?? Assert.Single(outcome.Errors);
        Outcome.Checked(error, "FileReadFailed", ErrorCategory.ReadError, pipe);
        Assert.Contains("pipe or a device", error.Exception.Message);
    }
}
