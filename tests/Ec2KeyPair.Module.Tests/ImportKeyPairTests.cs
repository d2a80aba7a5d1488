using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

public sealed class ImportKeyPairTests
{
    private const string Passphrase = "correct horse battery";
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    [Fact]
    public async Task ImportEC2KeyPairLocal_ForeignFile_IsKeptWithItsName()
    {
        await using var module = await AwsModule.StartAsync();
        var path = Path.Combine(Fixtures, "pkcs1.rsa.none");
        var kept = module.Run("Import-EC2KeyPairLocal $args[0] -Name 'Team/Web' -StorePath $store", path).Single();
        Assert.Equal("Team/Web", Outcome.Text(kept, "Name"));
        Assert.StartsWith(module.Store, Outcome.Text(kept, "Path"));
        var original = module.Run("Get-EC2KeyPairLocal -LiteralPath $args[0]", path).Single();
        Assert.Equal(Outcome.Text(original, "Fingerprints"), Outcome.Text(kept, "Fingerprints"));
        module.Run("Import-EC2KeyPairLocal $args[0] -Name 'Team/Web' -StorePath $store", path).MustSucceed();
        Assert.Single(module.Run("Get-EC2KeyPairLocal -StorePath $store").MustSucceed());
    }

    [Fact]
    public async Task ImportEC2KeyPairLocal_OtherKeyOfThatName_IsNotOverwritten()
    {
        await using var module = await AwsModule.StartAsync();
        var mine = module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 -LocalOnly -StorePath $store").Single();
        module.Run("Import-EC2KeyPairLocal $args[0] -Name web -StorePath $store", Path.Combine(Fixtures, "pkcs1.rsa.none"))
            .SingleError("KeyPairExists", ErrorCategory.ResourceExists);
        Assert.Equal(Outcome.Text(mine, "PublicKey"), Outcome.Text(module.Run("Get-EC2KeyPairLocal web -StorePath $store").Single(), "PublicKey"));
    }

    [Fact]
    public async Task ImportEC2KeyPairLocal_EncryptedOpenSsh_IsAdoptedWithoutItsPassphrase()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("secret", AwsModule.Secure(Passphrase));
        module.Run("New-EC2KeyPairLocal ed -KeyType Ed25519 -Passphrase $secret -LocalOnly -Path $args[0]", Path.Combine(module.Folder, "ed.pem")).MustSucceed();
        var kept = module.Run("Import-EC2KeyPairLocal (Join-Path $folder ed.pem) -StorePath $store".Replace("(Join-Path $folder ed.pem)", "\"$folder/ed.pem\"")).Single();
        Assert.Equal(true, Outcome.Value(kept, "IsEncrypted"));
        Assert.NotNull(Outcome.Text(kept, "PublicKey"));
    }

    [Fact]
    public async Task ImportEC2KeyPairLocal_EncryptedPkcs8_NeedsAndKeepsItsPassphrase()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("secret", AwsModule.Secure(Passphrase));
        var path = Path.Combine(module.Folder, "p8.pem");
        module.Run("New-EC2KeyPairLocal p8 -KeyEncoding Pkcs8 -Passphrase $secret -LocalOnly -Path $args[0]", path).MustSucceed();
        module.Run("Import-EC2KeyPairLocal $args[0] -StorePath $store", path).SingleError("PassphraseRequired", ErrorCategory.AuthenticationError, path);
        module.Set("wrong", AwsModule.Secure("wrong"));
        module.Run("Import-EC2KeyPairLocal $args[0] -Passphrase $wrong -StorePath $store", path).SingleError("PassphraseIncorrect", ErrorCategory.AuthenticationError, path);
        var kept = module.Run("Import-EC2KeyPairLocal $args[0] -Passphrase $secret -StorePath $store", path).Single();
        Assert.Equal("Pkcs8", Outcome.Text(kept, "KeyEncoding"));
        Assert.Equal(true, Outcome.Value(kept, "IsEncrypted"));
        Assert.NotNull(Outcome.Text(kept, "PublicKey"));
    }

    [Fact]
    public async Task ImportEC2KeyPairLocal_PublicKeyOnly_SaysSo()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("Import-EC2KeyPairLocal $args[0] -StorePath $store", Path.Combine(Fixtures, "rsa.pub"))
            .SingleError("PrivateKeyRequired", ErrorCategory.InvalidArgument);
    }

    [Fact]
    public async Task ImportEC2KeyPairLocal_SeveralWithOneBad_TakesTheOthers()
    {
        await using var module = await AwsModule.StartAsync();
        File.Copy(Path.Combine(Fixtures, "pkcs1.rsa.none"), Path.Combine(module.Folder, "a.pem"));
        module.Write("b.pem", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        File.Copy(Path.Combine(Fixtures, "openssh.rsa.none"), Path.Combine(module.Folder, "c.pem"));
        var outcome = module.Run("Import-EC2KeyPairLocal \"$folder/*.pem\" -StorePath $store");
        Assert.Equal(["a", "c"], outcome.Output.Select(kept => Outcome.Text(kept, "Name")));
        outcome.SingleError("KeyFileCorrupt", ErrorCategory.InvalidData);
    }

    [Fact]
    public async Task ImportEC2KeyPairLocal_WhatIf_KeepsNothing()
    {
        await using var module = await AwsModule.StartAsync();
        Assert.Empty(module.Run("Import-EC2KeyPairLocal $args[0] -StorePath $store -WhatIf", Path.Combine(Fixtures, "pkcs1.rsa.none")).MustSucceed());
        Assert.False(Directory.Exists(module.Store));
    }
}
