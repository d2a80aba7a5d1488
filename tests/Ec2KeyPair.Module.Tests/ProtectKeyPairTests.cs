using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

public sealed class ProtectKeyPairTests
{
    [SkippableTheory]
    [InlineData("-KeyType Ed25519", "OpenSsh")]
    [InlineData("-KeyType Rsa", "Pkcs8")] // PKCS#1 has no encryption worth the name.
    [InlineData("-KeyType Rsa -KeyEncoding OpenSsh", "OpenSsh")]
    public async Task ProtectEC2KeyPairLocal_SetChangeRemove_KeepsTheKeyAndWhatIsKnownOfIt(string kind, string encryptedAs)
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("one", AwsModule.Secure("first passphrase"));
        module.Set("two", AwsModule.Secure("second passphrase"));
        var made = module.Run($"New-EC2KeyPairLocal web {kind} @aws -StorePath $store").Single();

        var locked = module.Run("Protect-EC2KeyPairLocal web -NewPassphrase $one -StorePath $store").Single();
        Assert.Equal(true, Outcome.Value(locked, "IsEncrypted"));
        Assert.Equal(encryptedAs, Outcome.Text(locked, "KeyEncoding"));
        Assert.Single(Outcome.Many(locked, "PublishedTo"));

        module.Run("Protect-EC2KeyPairLocal web -Passphrase $one -NewPassphrase $two -StorePath $store").MustSucceed();
        module.Run("Protect-EC2KeyPairLocal web -Passphrase $one -RemovePassphrase -StorePath $store").SingleError("PassphraseIncorrect", ErrorCategory.AuthenticationError);
        module.Run("Protect-EC2KeyPairLocal web -RemovePassphrase -StorePath $store").SingleError("PassphraseRequired", ErrorCategory.AuthenticationError);
        var open = module.Run("Protect-EC2KeyPairLocal web -Passphrase $two -RemovePassphrase -StorePath $store").Single();
        Assert.Equal(false, Outcome.Value(open, "IsEncrypted"));
        Assert.Equal(Outcome.Text(made, "Fingerprints"), Outcome.Text(open, "Fingerprints"));
        Assert.StartsWith(string.Join(' ', Outcome.Text(made, "PublicKey")!.Split(' ').Take(2)), Tool.Run("ssh-keygen", "-y", "-P", "", "-f", Outcome.Text(open, "Path")!));
    }

    [SkippableFact]
    public async Task ProtectEC2KeyPairLocal_OpenToOthers_IsClosed()
    {
        Skip.If(OperatingSystem.IsWindows(), "Unix modes");
        if (OperatingSystem.IsWindows()) return; // For the analyzer, which does not know Skip.
        await using var module = await AwsModule.StartAsync();
        var path = Path.Combine(module.Folder, "k.pem");
        module.Run("New-EC2KeyPairLocal k -KeyType Ed25519 -LocalOnly -Path $args[0]", path).MustSucceed();
        File.SetUnixFileMode(path, (UnixFileMode)0x1A4); // 0644
        Assert.Equal(true, Outcome.Value(module.Run("Protect-EC2KeyPairLocal -Path $args[0]", path).Single(), "HasPrivateAccessOnly"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [SkippableFact]
    public async Task ProtectEC2KeyPairLocal_Link_IsNotWrittenThrough()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        await using var module = await AwsModule.StartAsync();
        var path = Path.Combine(module.Folder, "k.pem");
        module.Set("one", AwsModule.Secure("first passphrase"));
        module.Run("New-EC2KeyPairLocal k -KeyType Ed25519 -LocalOnly -Path $args[0]", path).MustSucceed();
        var link = Path.Combine(module.Folder, "link.pem");
        File.CreateSymbolicLink(link, path);
        var before = File.ReadAllText(path);
        module.Run("Protect-EC2KeyPairLocal -Path $args[0] -NewPassphrase $one", link).SingleError("FileWriteFailed", ErrorCategory.WriteError, link);
        Assert.Equal(before, File.ReadAllText(path));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task ProtectEC2KeyPairLocal_PlainStringAsPassphrase_IsRefusedWithoutRepeatingIt()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal k -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        var error = module.Run("Protect-EC2KeyPairLocal k -NewPassphrase 'typed by hand' -StorePath $store").Terminating;
        Assert.NotNull(error);
        Assert.DoesNotContain("typed by hand", error.Exception.Message);
        Assert.Contains("SecureString", error.Exception.Message);
    }

    [Fact]
    public async Task ProtectEC2KeyPairLocal_SecretOfTheVault_IsTaken()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("one", AwsModule.Secure("from the vault"));
        module.Run("New-EC2KeyPairLocal k -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        var missing = module.Run("Protect-EC2KeyPairLocal k -NewPassphrase secret:web -StorePath $store").Terminating;
        Assert.Contains("SecretManagement", missing!.Exception.Message);
        var locked = module.Run(
            "function global:Get-Secret { param([string]$Name) if ($Name -eq 'web') { $one } }\n"
            + "try { Protect-EC2KeyPairLocal k -NewPassphrase secret:web -StorePath $store } finally { Remove-Item function:Get-Secret -ErrorAction Ignore }"
                .Replace("Remove-Item function:Get-Secret -ErrorAction Ignore", "$null = $ExecutionContext.InvokeProvider.Item.Remove('function:Get-Secret', $false)")).Single();
        Assert.Equal(true, Outcome.Value(locked, "IsEncrypted"));
        module.Run("Protect-EC2KeyPairLocal k -Passphrase $one -RemovePassphrase -StorePath $store").MustSucceed();
    }
}
