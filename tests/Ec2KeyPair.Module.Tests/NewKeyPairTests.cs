using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

public sealed class NewKeyPairTests
{
    private const string Passphrase = "correct horse battery";

    public static TheoryData<string, string, string?, bool> Kinds()
    {
        var kinds = new TheoryData<string, string, string?, bool>();
        foreach (var encrypted in new[] { false, true })
        {
            foreach (var encoding in new[] { null, "OpenSsh", "Pkcs1", "Pkcs8", "Ppk" })
            {
                // PKCS#1's own encryption is MD5 and one round: it is not written.
                if (encoding != "Pkcs1" || !encrypted) kinds.Add("Rsa", "2048", encoding, encrypted);
                if (encoding != "Pkcs1") kinds.Add("Ed25519", "256", encoding, encrypted);
            }
        }

        kinds.Add("Rsa", "4096", null, false);
        return kinds;
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task NewEC2KeyPairLocal_EveryKind_IsReadByTheRealTools(string type, string size, string? encoding, bool encrypted)
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("more", new System.Collections.Hashtable { ["KeyType"] = type });
        if (type == "Rsa") Add(module, "KeySize", size);
        if (encoding is not null) Add(module, "KeyEncoding", encoding);
        if (encrypted) Add(module, "Passphrase", AwsModule.Secure(Passphrase));
        var made = module.Run("New-EC2KeyPairLocal web @more -LocalOnly -StorePath $store").Single();

        Assert.Equal("web", Outcome.Text(made, "Name"));
        Assert.Equal(type, Outcome.Text(made, "KeyType"));
        Assert.Equal(size, Outcome.Text(made, "KeySize"));
        Assert.Equal(encrypted, Outcome.Value(made, "IsEncrypted"));
        Assert.Equal(encoding ?? (type == "Rsa" && !encrypted ? "Pkcs1" : "OpenSsh"), Outcome.Text(made, "KeyEncoding"));
        Assert.Equal(true, Outcome.Value(made, "HasPrivateAccessOnly"));
        var path = Outcome.Text(made, "Path")!;
        AssertPrivate(path);
        Assert.Empty(module.Aws.Requests.All);

        if (encoding == "Ppk") return; // The core's tests hold PuTTY's format against puttygen.
        if (type == "Ed25519" && encoding == "Pkcs8")
        {
            // OpenSSH reads these since 9.6 only.
            var spki = Tool.Run("openssl", "pkey", "-in", path, "-passin", "pass:" + Passphrase, "-pubout");
            var blob = Convert.FromBase64String(Outcome.Text(made, "PublicKey")!.Split(' ')[1]);
            Assert.Equal(blob[^32..], Convert.FromBase64String(string.Concat(spki.Split('\n')[1..^1]))[^32..]);
            return;
        }

        var line = Tool.Run("ssh-keygen", "-y", "-P", encrypted ? Passphrase : "", "-f", path);
        Assert.Equal(Words(line), Words(Outcome.Text(made, "PublicKey")!));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_Published_GivesEc2OnlyThePublicHalf()
    {
        await using var module = await AwsModule.StartAsync();
        var made = module.Run("New-EC2KeyPairLocal web @aws -StorePath $store -Tag @{ team = 'web'; stage = 'prod' } -Comment 'of the web team'").Single();
        var pair = module.Aws.Fleet.FindKeyPair("web")!;
        var published = Assert.Single(Outcome.Many(made, "PublishedTo"));
        Assert.Equal("us-east-1", Outcome.Text(published, "Region"));
        Assert.Equal(pair.Id, Outcome.Text(published, "KeyPairId"));
        Assert.Equal(pair.Fingerprint, Outcome.Text(published, "Fingerprint"));
        Assert.Equal(pair.Fingerprint, Outcome.Text(Outcome.Record(made, "Fingerprints"), "Ec2Imported"));
        Assert.Equal(Words(pair.PublicKey.OpenSshLine("")), Words(Outcome.Text(made, "PublicKey")!));
        Assert.Equal(["stage=prod", "team=web"], pair.Tags.Items.Select(tag => tag.Key + "=" + tag.Value).Order());
        Assert.Equal("of the web team", Outcome.Text(made, "Comment"));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_SeveralNamesFromThePipeline_MakesThemAll()
    {
        await using var module = await AwsModule.StartAsync();
        var made = module.Run("'a', 'b' | New-EC2KeyPairLocal -KeyType Ed25519 @aws -StorePath $store; New-EC2KeyPairLocal c, d -KeyType Ed25519 @aws -StorePath $store").MustSucceed();
        Assert.Equal(["a", "b", "c", "d"], made.Select(key => Outcome.Text(key, "Name")).Order());
        Assert.Equal(["a", "b", "c", "d"], module.Aws.Fleet.KeyPairs.Select(pair => pair.Name).Order());
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_SeveralRegions_ImportsTheSameKeyIntoEach()
    {
        await using var module = await AwsModule.StartAsync();
        var script = "$more = $aws.Clone(); $more.Region = 'eu-west-1', 'us-east-1', 'EU-WEST-1'; New-EC2KeyPairLocal web @more -StorePath $store";
        var made = module.Run(script).Single();
        Assert.Equal(["eu-west-1", "us-east-1"], Outcome.Many(made, "PublishedTo").Select(where => Outcome.Text(where, "Region")));
        Assert.Equal(module.Aws.Fleet.FindKeyPair("web")!.Fingerprint, module.Aws.Cloud.Region("eu-west-1").FindKeyPair("web")!.Fingerprint);
        Assert.Equal(2, module.Aws.Requests.Count("ImportKeyPair"));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_PathOfAFile_WritesThatFile()
    {
        await using var module = await AwsModule.StartAsync();
        var path = Path.Combine(module.Folder, "mine.key");
        var made = module.Run("New-EC2KeyPairLocal 'we/b' -KeyType Ed25519 -Path $args[0] -LocalOnly", path).Single();
        Assert.Equal(path, Outcome.Text(made, "Path"));
        AssertPrivate(path);
        var before = File.ReadAllBytes(path);

        var again = module.Run("New-EC2KeyPairLocal 'we/b' -KeyType Ed25519 -Path $args[0] @aws", path).Single();
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(Words(module.Aws.Fleet.FindKeyPair("we/b")!.PublicKey.OpenSshLine("")), Words(Outcome.Text(again, "PublicKey")!));
        Assert.False(Directory.Exists(module.Store));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_PathOfAFolder_GivesEachNameItsFile()
    {
        await using var module = await AwsModule.StartAsync();
        var made = module.Run("New-EC2KeyPairLocal a, '../b' -KeyType Ed25519 -Path $folder -LocalOnly").MustSucceed();
        var paths = made.Select(key => Outcome.Text(key, "Path")!).ToList();
        Assert.All(paths, path => Assert.Equal(module.Folder, Path.GetDirectoryName(path)));
        Assert.All(paths, AssertPrivate);
        Assert.Equal(2, paths.Distinct().Count());
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_PathTakenBySomethingElse_OverwritesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        var notes = module.Write("notes.txt", "not a key");
        var publicOnly = module.Write("web.pub", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "rsa.pub")));
        Assert.NotEmpty(module.Run("New-EC2KeyPairLocal a -Path $args[0] -LocalOnly", notes).ErrorIds);
        module.Run("New-EC2KeyPairLocal a -Path $args[0] -LocalOnly", publicOnly).SingleError("KeyPairExists", ErrorCategory.ResourceExists, publicOnly);
        Assert.Equal("not a key", File.ReadAllText(notes));
        Assert.StartsWith("ssh-rsa", File.ReadAllText(publicOnly));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_Again_TakesTheKeyThatIsThere()
    {
        await using var module = await AwsModule.StartAsync();
        var first = module.Run("New-EC2KeyPairLocal web @aws -StorePath $store").Single();
        var content = File.ReadAllBytes(Outcome.Text(first, "Path")!);
        var second = module.Run("New-EC2KeyPairLocal web @aws -StorePath $store").Single();
        Assert.Equal(content, File.ReadAllBytes(Outcome.Text(second, "Path")!));
        Assert.Equal(1, module.Aws.Requests.Count("ImportKeyPair"));
        Assert.Single(Outcome.Many(second, "PublishedTo"));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_LocalKeyOfAnotherType_IsAnErrorAndStays()
    {
        await using var module = await AwsModule.StartAsync();
        var first = module.Run("New-EC2KeyPairLocal web -LocalOnly -StorePath $store").Single();
        var content = File.ReadAllBytes(Outcome.Text(first, "Path")!);
        var error = module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 @aws -StorePath $store").SingleError("KeyPairExists", ErrorCategory.ResourceExists, "web");
        Assert.NotNull(error.ErrorDetails.RecommendedAction);
        Assert.Equal(content, File.ReadAllBytes(Outcome.Text(first, "Path")!));
        Assert.Empty(module.Aws.Fleet.KeyPairs);
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_NameTakenInEc2_MakesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        var theirs = module.Aws.Fleet.CreateKeyPair("web", out _);
        var outcome = module.Run("New-EC2KeyPairLocal web, other -KeyType Ed25519 @aws -StorePath $store");
        var error = outcome.SingleError("KeyPairConflict", ErrorCategory.ResourceExists, "web");
        Assert.Contains(theirs.Fingerprint, error.Exception.Message);
        Assert.Equal("other", Outcome.Text(Assert.Single(outcome.Output), "Name"));
        Assert.Empty(Directory.EnumerateFiles(module.Store, "web*"));
        Assert.Same(theirs, module.Aws.Fleet.FindKeyPair("web"));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_LocalKeyButAnotherInEc2_IsAConflictAndChangesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web -LocalOnly -StorePath $store").Single();
        var theirs = module.Aws.Fleet.CreateKeyPair("web", out _);
        var outcome = module.Run("New-EC2KeyPairLocal web @aws -StorePath $store");
        Assert.Equal("KeyPairConflict", Assert.Single(outcome.ErrorIds));
        Assert.Same(theirs, module.Aws.Fleet.FindKeyPair("web"));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_CreatedByEc2AndKeptHere_IsTheSameKey()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.CreateKeyPair("web", out var pem);
        var path = module.Write("web.pem", pem);
        var found = module.Run("New-EC2KeyPairLocal web -Path $args[0] @aws", path).Single();
        Assert.Equal(0, module.Aws.Requests.Count("ImportKeyPair"));
        Assert.Equal(module.Aws.Fleet.FindKeyPair("web")!.Fingerprint, Outcome.Text(Outcome.Record(found, "Fingerprints"), "Ec2Created"));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_ImportDenied_KeepsTheKeyAndSaysHowToPublish()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Faults.Deny("ImportKeyPair");
        var outcome = module.Run("New-EC2KeyPairLocal web @aws -StorePath $store");
        var error = outcome.SingleError("KeyPairPublishFailed", ErrorCategory.InvalidResult, "web");
        Assert.Contains("safe", error.Exception.Message);
        Assert.Contains("New-EC2KeyPairLocal", error.ErrorDetails.RecommendedAction);
        var kept = Assert.Single(outcome.Output);
        var path = Outcome.Text(kept, "Path")!;
        AssertPrivate(path);
        Assert.Empty(Outcome.Many(kept, "PublishedTo"));
        var content = File.ReadAllBytes(path);

        module.Aws.Faults.Clear();
        var published = module.Run("New-EC2KeyPairLocal web @aws -StorePath $store").Single();
        Assert.Equal(content, File.ReadAllBytes(path));
        Assert.Equal("us-east-1", Outcome.Text(Assert.Single(Outcome.Many(published, "PublishedTo")), "Region"));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_ImportAnswerCut_IsPublishedOnce()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Faults.Cut("ImportKeyPair");
        var made = module.Run("New-EC2KeyPairLocal web @aws -StorePath $store").Single();
        Assert.Single(Outcome.Many(made, "PublishedTo"));
        Assert.Equal(2, module.Aws.Requests.Count("ImportKeyPair"));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_WhatIf_MakesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        var outcome = module.Run("New-EC2KeyPairLocal web @aws -StorePath $store -WhatIf; New-EC2KeyPairLocal web -LocalOnly -Path $folder -WhatIf");
        Assert.Empty(outcome.MustSucceed());
        Assert.Empty(Directory.EnumerateFileSystemEntries(module.Folder));
        Assert.Empty(module.Aws.Fleet.KeyPairs);
    }

    [Theory]
    [InlineData("web/../../etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("c:\\keys\\web")]
    [InlineData("a name with spaces")]
    [InlineData("it's \"quoted\" $(Get-Date) `n")]
    [InlineData("con")]
    [InlineData("-oProxyCommand=x")]
    [InlineData(".hidden")]
    [InlineData("*[a]?")]
    public async Task NewEC2KeyPairLocal_NastyName_StaysInTheFolderAndIsFoundAgain(string name)
    {
        await using var module = await AwsModule.StartAsync();
        var made = module.Run("New-EC2KeyPairLocal -Name $args[0] -KeyType Ed25519 @aws -StorePath $store", name).Single();
        Assert.Equal(name, Outcome.Text(made, "Name"));
        Assert.Equal(module.Store, Path.GetDirectoryName(Outcome.Text(made, "Path")));
        Assert.NotNull(module.Aws.Fleet.FindKeyPair(name));
        Assert.Equal(name, Outcome.Text(module.Run("Get-EC2KeyPairLocal -StorePath $store").Single(), "Name"));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_LongNamesThatDifferAtTheEnd_DoNotCollide()
    {
        await using var module = await AwsModule.StartAsync();
        var names = new[] { new string('x', 254) + "a", new string('x', 254) + "b", new string('x', 250), new string('x', 251), "Web", "web", "WEB", "we/b", "we:b" };
        var made = module.Run("New-EC2KeyPairLocal $args[0] -KeyType Ed25519 @aws -StorePath $store", [names]).MustSucceed();
        Assert.Equal(names.Length, made.Select(key => Outcome.Text(key, "Path")!.ToLowerInvariant()).Distinct().Count());
        Assert.Equal(names.Order(StringComparer.Ordinal), module.Aws.Fleet.KeyPairs.Select(pair => pair.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(" web")]
    [InlineData("web ")]
    [InlineData("w\u0435b")] // Cyrillic e
    [InlineData("we\u200Bb")]
    [InlineData("web\u001b[31m")]
    [InlineData("web\n")]
    public async Task NewEC2KeyPairLocal_NameThatEc2Refuses_IsRefusedBeforeAnything(string name)
    {
        await using var module = await AwsModule.StartAsync();
        var outcome = module.Run("New-EC2KeyPairLocal -Name $args[0] @aws -StorePath $store", name);
        var error = outcome.SingleError("KeyNameInvalid", ErrorCategory.InvalidArgument, name);
        Assert.DoesNotContain('\u001b', error.Exception.Message);
        Assert.False(Directory.Exists(module.Store));
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_NameTooLong_IsRefused()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal ('x' * 256), fine -KeyType Ed25519 -LocalOnly -StorePath $store").SingleError("KeyNameInvalid", ErrorCategory.InvalidArgument);
    }

    [Theory]
    [InlineData("-KeyType Ed25519 -KeySize 4096 -LocalOnly")]
    [InlineData("-LocalOnly -Region us-east-1")]
    [InlineData("-LocalOnly -Passphrase ([securestring]::new())")]
    [InlineData("-LocalOnly -Path Env:web.pem")]
    [InlineData("@aws -Region eu-central-1@example.org")]
    public async Task NewEC2KeyPairLocal_ParametersThatContradict_Terminate(string parameters)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run($"New-EC2KeyPairLocal web {parameters} -StorePath $store").MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_PassphraseIsNull_MakesNoOpenKey()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web -LocalOnly -Passphrase $mistyped -StorePath $store")
            .MustTerminate("ParameterArgumentTransformationError", ErrorCategory.InvalidData);
        Assert.False(Directory.Exists(module.Store));
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_TagKeyTwice_IsParameterInvalid()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("tags", new System.Collections.Hashtable { [1] = "a", ["1"] = "b" });
        module.Run("New-EC2KeyPairLocal web -Tag $tags @aws -StorePath $store").SingleError("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Aws.Fleet.KeyPairs);
    }

    [Theory]
    [InlineData("-KeyType Ed25519 -KeyEncoding Pkcs1")]
    [InlineData("-KeyEncoding Pkcs1 -Passphrase $secret")]
    public async Task NewEC2KeyPairLocal_EncodingThatCannotBe_IsAnErrorAndMakesNothing(string parameters)
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("secret", AwsModule.Secure(Passphrase));
        var outcome = module.Run($"New-EC2KeyPairLocal web {parameters} @aws -StorePath $store");
        outcome.SingleError("KeyEncodingUnsupported", ErrorCategory.NotImplemented);
        Assert.Empty(module.Aws.Fleet.KeyPairs);
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_WrongSecretKey_TerminatesForAllNames()
    {
        await using var module = await AwsModule.StartAsync();
        var outcome = module.Run("$aws.SecretKey = 'wrong'; New-EC2KeyPairLocal a, b, c, d, e, f -KeyType Ed25519 @aws -StorePath $store");
        outcome.MustTerminate("AwsCredentialsRejected", ErrorCategory.AuthenticationError);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task NewEC2KeyPairLocal_PathInAMissingFolder_IsAFileWriteFailure()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 -Path $args[0] @aws", Path.Combine(module.Folder, "no", "web.pem"))
            .SingleError("FileWriteFailed", ErrorCategory.WriteError);
        Assert.Empty(module.Aws.Fleet.KeyPairs);
    }

    private static void Add(AwsModule module, string parameter, object value) => ((System.Collections.Hashtable)module.Get("more")!)[parameter] = value;

    private static string Words(string line) => string.Join(' ', line.Split(' ').Take(2));

    private static void AssertPrivate(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }
}
