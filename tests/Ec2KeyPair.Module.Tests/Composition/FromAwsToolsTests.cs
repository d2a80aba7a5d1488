using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests.Composition;

/// <summary>Objects of AWS.Tools, piped into every cmdlet that takes instances or key pairs from the pipeline.</summary>
public sealed class FromAwsToolsTests
{
    // Ids that nobody has: what each cmdlet does with an instance is tested elsewhere, here is which one it looks for.
    private const string First = "i-0aaaaaaaaaaaaaaaa";
    private const string Second = "i-0bbbbbbbbbbbbbbbb";

    /// <summary>Each cmdlet that takes instances by value, with what else it must be given.</summary>
    private static readonly Dictionary<string, string> OfInstances = new()
    {
        ["Add-EC2AuthorizedKey"] = "-PublicKey $public @aws -StorePath $store",
        ["Add-EC2KnownHost"] = "@aws -StorePath $store",
        ["Connect-EC2Instance"] = "-SshArgument true -Via Direct @aws -StorePath $store",
        ["Export-EC2SshConfig"] = "-Path $folder/config @aws -StorePath $store",
        ["Get-EC2AuthorizedKey"] = "@aws -StorePath $store",
        ["Get-EC2HostKey"] = "@aws -StorePath $store",
        ["Get-EC2WindowsPassword"] = "@aws -StorePath $store",
        ["Invoke-EC2InstanceCommand"] = "-Command true @aws -StorePath $store",
        ["New-EC2Tunnel"] = "-RemotePort 22 @aws",
        ["Remove-EC2AuthorizedKey"] = "-PublicKey $public -Confirm:$false @aws -StorePath $store",
        ["Repair-EC2InstanceAccess"] = "-NewKey web -PlanOnly @aws -StorePath $store",
        ["Reset-EC2WindowsPassword"] = "-Confirm:$false @aws",
        ["Test-EC2InstanceAccess"] = "@aws -StorePath $store",
        ["Update-EC2AuthorizedKey"] = "-NewKey web -Confirm:$false @aws -StorePath $store",
    };

    public static TheoryData<string> InstanceCommands => [.. OfInstances.Keys];

    [SkippableTheory]
    [MemberData(nameof(InstanceCommands))]
    public async Task InstanceCommand_EveryShapeOfInstances_LooksForThose(string command)
    {
        Skip.If(command is "Connect-EC2Instance" && Tool.Find("ssh") is null, "no ssh");
        await using var module = await StartAsync();
        var (first, second) = (AwsToolsObjects.Instance(First), AwsToolsObjects.Instance(Second));
        var run = $" | {command} {OfInstances[command]}";
        Assert.Equal([First], Sought(module, "$args[0]" + run, first));
        Assert.Equal([First, Second], Sought(module, "$args[0]" + run, AwsToolsObjects.Reservation(first, second)));
        Assert.Equal([First, Second], Sought(module, "$args[0].Instances" + run, AwsToolsObjects.Reservation(first, second)));
        Assert.Equal([Second], Sought(module, "$args[0]" + run, AwsToolsObjects.InstanceInformation(Second)));
        // As Import-Clixml and remote sessions bring them.
        Assert.Equal([First], Sought(module, "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($args[0], 3))" + run, first));
    }

    [Fact]
    public void InstanceCommands_AreAllThatTakeInstancesFromThePipeline()
    {
        using var engine = new ModuleRunspace();
        var taking = engine.Invoke("Get-Command -Module Ec2KeyPair")
            .Select(command => (CmdletInfo)command.BaseObject)
            .Where(command => command.ParameterSets.Any(set => set.Parameters.Any(parameter => parameter.Name == "InstanceId" && parameter.ValueFromPipeline)))
            .Select(command => command.Name);
        Assert.Equal(OfInstances.Keys.Order(), taking.Order());
    }

    [Fact]
    public async Task CopyEC2InstanceItem_InstancesByThePropertysName_LooksForThose()
    {
        await using var module = await StartAsync();
        module.Write("hello.txt", "hello");
        const string Copy = " | Copy-EC2InstanceItem -Path $folder/hello.txt -Destination /tmp/ @aws -StorePath $store";
        Assert.Equal([First], Sought(module, "$args[0]" + Copy, AwsToolsObjects.Instance(First)));
        Assert.Equal([First, Second], Sought(module, "$args[0].Instances" + Copy, AwsToolsObjects.Reservation(AwsToolsObjects.Instance(First), AwsToolsObjects.Instance(Second))));
        Assert.Equal([Second], Sought(module, "$args[0]" + Copy, AwsToolsObjects.InstanceInformation(Second)));
    }

    [Fact]
    public async Task CopyEC2InstanceItem_RecordsThatHaveAPathOnTheInstance_AreNotTakenForFilesHere()
    {
        await using var module = await StartAsync();
        var secret = module.Write("secret.txt", "here");
        var outcome = module.Run("[pscustomobject]@{ InstanceId = 'i-0aaaaaaaaaaaaaaaa'; Path = $args[0] } | Copy-EC2InstanceItem -Destination /tmp/ @aws -StorePath $store", secret);
        Assert.NotEmpty(outcome.Errors);
        Assert.DoesNotContain(outcome.ErrorIds, id => id == "InstanceNotFound");
    }

    [Theory]
    [InlineData("Get-EC2KeyPairLocal -StorePath $store", "Name")]
    [InlineData("Publish-EC2KeyPairLocal @aws -StorePath $store", "Name")]
    [InlineData("Test-EC2KeyPairLocal @aws -StorePath $store", "Name")]
    [InlineData("Backup-EC2KeyPairLocal @aws -StorePath $store", "Name")]
    [InlineData("Export-EC2KeyPairLocal -Path $folder/web -PublicKey -StorePath $store", "Name")]
    [InlineData("Protect-EC2KeyPairLocal -NewPassphrase $secret -StorePath $store", "Name")]
    [InlineData("New-EC2KeyPairLocal -LocalOnly -StorePath $store", "Name")]
    [InlineData("Get-EC2KeyPairUsage @aws -StorePath $store", "KeyName")]
    public async Task KeyPairCommand_KeyPairInfo_IsTheKeyOfThatName(string command, string property)
    {
        await using var module = await StartAsync();
        module.Set("secret", AwsModule.Secure("correct horse"));
        module.Run("Publish-EC2KeyPairLocal web @aws -StorePath $store; New-EC2KeyPairLocal other -LocalOnly -KeyType Ed25519 -StorePath $store").MustSucceed();
        module.Set("info", KeyPairInfo(module));
        Assert.Equal("web", Outcome.Text(Assert.Single(module.Run("$info | " + command).MustSucceed()), property));
    }

    [Fact]
    public async Task RemoveEC2KeyPairLocal_KeyPairInfo_RemovesTheKeyOfThatName()
    {
        await using var module = await StartAsync();
        module.Run("Publish-EC2KeyPairLocal web @aws -StorePath $store; New-EC2KeyPairLocal other -LocalOnly -KeyType Ed25519 -StorePath $store").MustSucceed();
        module.Set("info", KeyPairInfo(module));
        Assert.Empty(module.Run("$info | Remove-EC2KeyPairLocal -Confirm:$false @aws -StorePath $store").MustSucceed());
        Assert.Equal("other", Outcome.Text(module.Run("Get-EC2KeyPairLocal -StorePath $store").Single(), "Name"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_GetPasswordDataResponse_IsDecryptedWithoutAws()
    {
        await using var module = await StartAsync();
        module.Run("New-EC2KeyPairLocal win -LocalOnly -StorePath $store").MustSucceed();
        using var rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(Path.Combine(module.Store, "win.pem")));
        var data = Convert.ToBase64String(rsa.Encrypt(System.Text.Encoding.UTF8.GetBytes("first"), System.Security.Cryptography.RSAEncryptionPadding.Pkcs1));
        module.Set("told", AwsToolsObjects.PasswordData(First, $"\r\n{data}\r\n"));
        var password = module.Run("$told | Get-EC2WindowsPassword -KeyName win -AsPlainText -StorePath $store").Single();
        Assert.Equal((First, "first"), (Outcome.Text(password, "InstanceId"), Outcome.Text(password, "Password")));
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task AwsSession_CredentialsOfTheStrangersSdk_AreUsed()
    {
        await using var module = await StartAsync();
        var temporary = module.Aws.Credentials.IssueSession("123456789012", "role", "session", TimeSpan.FromHours(1));
        var basic = AwsToolsObjects.Credentials(module.Aws.AccessKey, module.Aws.SecretKey);
        var session = AwsToolsObjects.Credentials(temporary.AccessKey, temporary.SecretKey, temporary.SessionToken);
        const string Ask = "Get-EC2WindowsPassword i-0aaaaaaaaaaaaaaaa -Region eu-west-3 -EndpointUrl $endpoint -StorePath $store ";
        string Asked(string more)
        {
            module.Aws.Requests.Clear();
            module.Run(Ask + more).SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
            return module.Aws.Requests.All[^1].AccessKey;
        }

        module.Set("given", basic);
        Assert.Equal(module.Aws.AccessKey, Asked("-Credential $given"));
        module.Set("given", new StandIns.AWSPSCredentials(session));
        Assert.Equal(temporary.AccessKey, Asked("-Credential $given"));
        module.Set("StoredAWSCredentials", new StandIns.AWSPSCredentials(session));
        Assert.Equal(temporary.AccessKey, Asked(""));
        module.Set("StoredAWSCredentials", new StandIns.AWSPSCredentials(basic));
        Assert.Equal(module.Aws.AccessKey, Asked(""));
    }

    private static async Task<AwsModule> StartAsync()
    {
        var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web -LocalOnly -StorePath $store; $global:public = (Get-EC2KeyPairLocal web -StorePath $store).PublicKey").MustSucceed();
        return module;
    }

    private static object KeyPairInfo(AwsModule module)
    {
        var published = Assert.Single(module.Aws.Fleet.KeyPairs);
        return AwsToolsObjects.KeyPairInfo(published.Name, published.Id, published.Fingerprint);
    }

    private static IEnumerable<string> Sought(AwsModule module, string script, object input)
    {
        var outcome = module.Run(script, input);
        Assert.True(outcome.Terminating is null, outcome.Terminating?.Exception.ToString());
        Assert.All(outcome.Errors, error => Assert.Equal("InstanceNotFound", Outcome.IdOf(error)));
        return outcome.Errors.Select(error => (string)error.TargetObject).Order();
    }
}
