using System.Management.Automation;
using System.Text;

namespace Ec2KeyPair.Module.Tests;

public sealed class BackupKeyPairTests
{
    private const string Make = "New-EC2KeyPairLocal web -LocalOnly -StorePath $store; ";

    [Theory]
    [InlineData("web", "/ec2keypair/web")]
    [InlineData("Web_1/../x y", "/ec2keypair/Web_5F1_2F.._2Fx_20y")]
    public async Task BackupEC2KeyPairLocal_AndRestore_BringsTheSameFileBack(string name, string parameter)
    {
        await using var module = await AwsModule.StartAsync();
        var made = module.Run("New-EC2KeyPairLocal -Name $args[0] -KeySize 4096 -LocalOnly -StorePath $store", name).Single();
        var path = Outcome.Text(made, "Path")!;
        var content = await File.ReadAllTextAsync(path);
        var backed = module.Run("Backup-EC2KeyPairLocal -Name $args[0] @aws -StorePath $store", name).Single();
        Assert.Equal(name, Outcome.Text(backed, "Name"));
        var stored = module.Aws.Fleet.Parameters.Find(parameter)!;
        Assert.Equal("SecureString Standard 1", $"{stored.Type} {stored.Tier} {stored.Version}");
        Assert.Equal(content, stored.Value);

        module.Run("Remove-EC2KeyPairLocal -Name $args[0] -StorePath $store -Confirm:$false", name).MustSucceed();
        var back = module.Run("Restore-EC2KeyPairLocal -ParameterName $args[0] @aws -StorePath $store", parameter).Single();
        Assert.Equal(name, Outcome.Text(back, "Name"));
        Assert.Equal(content, await File.ReadAllTextAsync(path));
        // Again is fine, by either name.
        module.Run("Restore-EC2KeyPairLocal -Name $args[0] @aws -StorePath $store", name).Single();
        module.Run("Backup-EC2KeyPairLocal -Name $args[0] @aws -StorePath $store", name).Single();
        Assert.Equal(1, module.Aws.Requests.Count("PutParameter"));
    }

    [Fact]
    public async Task BackupEC2KeyPairLocal_AnotherValueThere_IsNotOverwrittenUnlessForced()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        module.Aws.Fleet.Parameters.PutSecure("/mine", "something else");
        var error = module.Run("Backup-EC2KeyPairLocal web -ParameterName /mine @aws -StorePath $store").SingleError("ParameterExists", ErrorCategory.ResourceExists, "/mine");
        Assert.Contains("-Force", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("something else", error.Exception.ToString());
        Assert.Equal("something else", module.Aws.Fleet.Parameters.Find("/mine")!.Value);
        module.Run("Backup-EC2KeyPairLocal web -ParameterName /mine -KmsKeyId alias/ours -Force @aws -StorePath $store").Single();
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(module.Store, "web.pem")), module.Aws.Fleet.Parameters.Find("/mine")!.Value);
        Assert.Equal("alias/ours", module.Aws.Fleet.Parameters.Find("/mine")!.KeyId);
    }

    [Fact]
    public async Task BackupEC2KeyPairLocal_EncryptedKey_StaysEncrypted()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("secret", AwsModule.Secure("correct horse"));
        module.Run("New-EC2KeyPairLocal web -Passphrase $secret -LocalOnly -StorePath $store; Backup-EC2KeyPairLocal web @aws -StorePath $store").MustSucceed();
        module.Run("Remove-EC2KeyPairLocal web -StorePath $store -Confirm:$false; Restore-EC2KeyPairLocal web @aws -StorePath $store").SingleError("PassphraseRequired", ErrorCategory.AuthenticationError);
        var back = module.Run("Restore-EC2KeyPairLocal web -Passphrase $secret @aws -StorePath $store").Single();
        Assert.Equal(true, Outcome.Value(back, "IsEncrypted"));
    }

    [Fact]
    public async Task BackupEC2KeyPairLocal_WhatParameterStoreCannotHold_IsRefusedBefore()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 -KeyEncoding Ppk -Comment 'of {{team}}' -LocalOnly -StorePath $store").MustSucceed();
        module.Run("Backup-EC2KeyPairLocal web @aws -StorePath $store").SingleError("KeyEncodingUnsupported", ErrorCategory.NotImplemented, "web");
        var large = File.ReadAllText(module.Run("New-EC2KeyPairLocal big -LocalOnly -StorePath $store").Single().Properties["Path"].Value.ToString()!);
        module.Run("New-EC2KeyPairLocal big2 -LocalOnly -StorePath $store").MustSucceed();
        File.WriteAllText(Path.Combine(module.Store, "big2.pem"), new string('\n', 4096) + large);
        module.Run("Backup-EC2KeyPairLocal big2 @aws -StorePath $store").SingleError("KeyEncodingUnsupported", ErrorCategory.NotImplemented, "big2");
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task RestoreEC2KeyPairLocal_CloudFormationKeyPair_IsFoundByNameAndId()
    {
        await using var module = await AwsModule.StartAsync();
        var pair = module.Aws.Fleet.CreateKeyPair("stack-key", out var pem);
        module.Aws.Fleet.Parameters.PutSecure("/ec2/keypair/" + pair.Id, pem);
        var back = module.Run("Restore-EC2KeyPairLocal -KeyPairName stack-key @aws -StorePath $store").Single();
        Assert.Equal("stack-key", Outcome.Text(back, "Name"));
        Assert.Equal(pair.Fingerprint, Outcome.Text(Outcome.Record(back, "Fingerprints"), "Ec2Created"));
        Assert.Equal(pair.Id, Outcome.Text(Assert.Single(Outcome.Many(back, "PublishedTo")), "KeyPairId"));
        var other = module.Run("Restore-EC2KeyPairLocal mine -KeyPairId $args[0] @aws -StorePath $store", pair.Id).Single();
        Assert.Equal("mine", Outcome.Text(other, "Name"));
        module.Run("Restore-EC2KeyPairLocal -KeyPairName nobody @aws -StorePath $store").SingleError("KeyPairNotFound", ErrorCategory.ObjectNotFound, "nobody");
    }

    [Fact]
    public async Task RestoreEC2KeyPairLocal_AnotherKeyInTheParameter_IsAMismatchAndNotKept()
    {
        await using var module = await AwsModule.StartAsync();
        var pair = module.Aws.Fleet.CreateKeyPair("stack-key", out _);
        module.Aws.Fleet.CreateKeyPair("else", out var pem);
        module.Aws.Fleet.Parameters.PutSecure("/ec2/keypair/" + pair.Id, pem);
        var error = module.Run("Restore-EC2KeyPairLocal -KeyPairName stack-key @aws -StorePath $store").SingleError("PrivateKeyMismatch", ErrorCategory.SecurityError);
        Assert.DoesNotContain(pem.Split('\n')[2], error.Exception.ToString());
        Assert.False(File.Exists(Path.Combine(module.Store, "stack-key.pem")));
    }

    [Fact]
    public async Task RestoreEC2KeyPairLocal_ResetAccessResult_IsFoundByInstance()
    {
        await using var module = await AwsModule.StartAsync();
        var instance = module.Aws.Fleet.AddLinux("lin");
        module.Aws.Fleet.CreateKeyPair("new", out var pem);
        module.Aws.Fleet.Parameters.PutSecure($"/ec2rl/openssh/{instance.Id}/key", pem);
        var back = module.Run("Restore-EC2KeyPairLocal -InstanceId lin @aws -StorePath $store").Single();
        Assert.Equal(instance.Id, Outcome.Text(back, "Name"));
        Assert.Empty(Outcome.Many(back, "PublishedTo"));
    }

    [Fact]
    public async Task RestoreEC2KeyPairLocal_WhatCannotBe_IsAnErrorAndChangesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Make).MustSucceed();
        var before = await File.ReadAllTextAsync(Path.Combine(module.Store, "web.pem"));
        module.Aws.Fleet.CreateKeyPair("else", out var pem);
        module.Aws.Fleet.Parameters.PutSecure("/ec2keypair/web", pem);
        module.Aws.Fleet.Parameters.PutSecure("/notes", "no key");
        module.Run("Restore-EC2KeyPairLocal web @aws -StorePath $store").SingleError("KeyPairExists", ErrorCategory.ResourceExists, "web");
        module.Run("Restore-EC2KeyPairLocal web -ParameterName /gone @aws -StorePath $store").SingleError("ParameterNotFound", ErrorCategory.ObjectNotFound, "/gone");
        module.Run("Restore-EC2KeyPairLocal new -ParameterName /notes @aws -StorePath $store").SingleError("KeyFormatUnknown", ErrorCategory.InvalidData, "/notes");
        module.Run("Restore-EC2KeyPairLocal @aws -StorePath $store").MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Run("Restore-EC2KeyPairLocal new -ParameterName /ec2keypair/web -WhatIf @aws -StorePath $store").MustSucceed());
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(module.Store, "web.pem")));
        Assert.False(File.Exists(Path.Combine(module.Store, "new.pem")));
    }

    [Fact]
    public async Task EveryCloudCmdlet_VerboseAndDebug_TellsNoSecret()
    {
        await using var module = await AwsModule.StartAsync();
        var told = new StringBuilder();
        var content = "";
        foreach (var script in new[]
        {
            Make + "Backup-EC2KeyPairLocal web @aws -StorePath $store", "Publish-EC2KeyPairLocal web @aws -StorePath $store",
            "Test-EC2KeyPairLocal web @aws -StorePath $store", "Restore-EC2KeyPairLocal web @aws -StorePath $store",
            "Restore-EC2KeyPairLocal other -ParameterName /ec2keypair/web @aws -StorePath $store", "Backup-EC2KeyPairLocal other -ParameterName /ec2keypair/web @aws -StorePath $store",
            "Remove-EC2KeyPairLocal web @aws -Published -StorePath $store -Confirm:$false",
        })
        {
            var outcome = module.Run("$VerbosePreference = $DebugPreference = 'Continue'; " + script);
            if (content.Length == 0) content = await File.ReadAllTextAsync(Path.Combine(module.Store, "web.pem"));
            foreach (var line in outcome.Verbose.Concat(outcome.Warnings).Concat(outcome.Others)) told.AppendLine(line);
            foreach (var error in outcome.Errors) told.AppendLine(error.Exception.ToString()).AppendLine(error.ErrorDetails?.Message);
            foreach (var record in outcome.Output) foreach (var property in record.Properties) told.AppendLine(property.Value?.ToString());
        }

        var lines = content.Split('\n');
        Assert.NotEqual("", told.ToString());
        Assert.DoesNotContain("PRIVATE KEY", told.ToString());
        Assert.All(lines[(lines.Length / 2)..^2], line => Assert.DoesNotContain(line, told.ToString()));
        Assert.DoesNotContain(module.Aws.SecretKey, told.ToString());
    }
}
