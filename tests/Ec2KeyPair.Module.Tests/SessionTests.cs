using System.Globalization;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;

namespace Ec2KeyPair.Module.Tests;

/// <summary>Where credentials and Region come from. Changes the environment, so nothing else runs meanwhile.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class SessionTests
{
    // An instance that does not exist: the error comes after one signed DescribeInstances, which the journal shows.
    private const string Ask = "Get-EC2KeyPairLocal -InstanceId i-00000000000000000 -EndpointUrl $endpoint -StorePath $store ";

    [Fact]
    public async Task AwsSession_SessionToken_IsSent()
    {
        await using var module = await AwsModule.StartAsync();
        var temporary = module.Aws.Credentials.IssueSession("123456789012", "role", "session", TimeSpan.FromHours(1));
        module.Run(Ask + "-Region eu-west-1 -AccessKey $args[0] -SecretKey $args[1] -SessionToken $args[2]", temporary.AccessKey, temporary.SecretKey, temporary.SessionToken!)
            .SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
        AssertAsked(module, temporary.AccessKey, "eu-west-1");
    }

    [Theory]
    [InlineData("-AccessKey AKIA")]
    [InlineData("-SecretKey x")]
    [InlineData("-SessionToken x")]
    [InlineData("-AccessKey a -SecretKey b -EndpointUrl nonsense")]
    public async Task AwsSession_ParametersThatDoNotGoTogether_Terminate(string parameters)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("Get-EC2WindowsPassword i-1 -Region us-east-1 -StorePath $store " + parameters).MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
    }

    [Fact]
    public async Task AwsSession_StoredAwsCredentialsAndRegion_AreReadByTheirShape()
    {
        await using var module = await AwsModule.StartAsync();
        var stored = new StandIns.AwsCredentials(module.Aws.AccessKey, module.Aws.SecretKey, null);
        module.Set("StoredAWSCredentials", new StandIns.AWSPSCredentials(stored));
        module.Set("StoredAWSRegion", "eu-central-1");
        module.Run(Ask).SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
        AssertAsked(module, module.Aws.AccessKey, "eu-central-1");
        Assert.True(stored.Asked > 0);

        var temporary = module.Aws.Credentials.IssueSession("123456789012", "role", "session", TimeSpan.FromHours(1));
        module.Set("given", new StandIns.AWSPSCredentials(new StandIns.AwsCredentials(temporary.AccessKey, temporary.SecretKey, temporary.SessionToken)));
        module.Run(Ask + "-Credential $given").SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
        AssertAsked(module, temporary.AccessKey, "eu-central-1");
        module.Set("given", new StandIns.AwsCredentials(temporary.AccessKey, temporary.SecretKey, temporary.SessionToken));
        module.Run(Ask + "-Credential $given").SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
        AssertAsked(module, temporary.AccessKey, "eu-central-1");
    }

    [Fact]
    public async Task AwsSession_PSCredential_IsAccessKeyAndSecretKey()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("given", new PSCredential(module.Aws.AccessKey, AwsModule.Secure(module.Aws.SecretKey)));
        module.Run(Ask + "-Credential $given -Region us-east-1").SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
        AssertAsked(module, module.Aws.AccessKey, "us-east-1");
    }

    [Fact]
    public async Task AwsSession_CredentialOfNoKnownShape_Terminates()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Ask + "-Credential 42 -Region us-east-1").MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
    }

    [Fact]
    public async Task AwsSession_ProfileLocation_IsWhereTheProfileIsLookedUp()
    {
        await using var module = await AwsModule.StartAsync();
        var path = module.Write("credentials", Credentials(module, "other"));
        module.Run(Ask + "-ProfileName other -ProfileLocation $args[0]", path).SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
        AssertAsked(module, module.Aws.AccessKey, "ap-south-1");
    }

    [Fact]
    public async Task AwsSession_MissingProfile_IsNeverAnotherAccount()
    {
        await using var module = await AwsModule.StartAsync();
        using var environment = new EnvironmentScope();
        environment["AWS_ACCESS_KEY_ID"] = module.Aws.AccessKey;
        environment["AWS_SECRET_ACCESS_KEY"] = module.Aws.SecretKey;
        using var files = TestEnvironment.SharedFiles(Credentials(module, "default"));
        module.Run(Ask + "-ProfileName absent -Region us-east-1").MustTerminate("AwsProfileNotFound", ErrorCategory.ObjectNotFound, "absent");
        environment["AWS_SECRET_ACCESS_KEY"] = null;
        module.Run("Get-EC2KeyPairLocal -InstanceId i-0123456789abcdef0 -Region us-east-1 -EndpointUrl $endpoint -StorePath $store").MustTerminate("AwsCredentialsNotFound");
        environment["AWS_ACCESS_KEY_ID"] = null;
        environment["AWS_PROFILE"] = "absent";
        module.Run(Ask + "-Region us-east-1").MustTerminate("AwsProfileNotFound", ErrorCategory.ObjectNotFound, "absent");
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task AwsSession_OrderOfResolution_IsThatOfAwsTools()
    {
        await using var module = await AwsModule.StartAsync();
        using var environment = new EnvironmentScope();
        string Key(string name)
        {
            var key = "AKIA" + name;
            module.Aws.Credentials.AddUser(key, "secret-of-" + name, "123456789012", name);
            return key;
        }

        string Expect(string parameters)
        {
            module.Aws.Requests.Clear();
            module.Run(Ask + parameters).SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
            var asked = module.Aws.Requests.All[^1];
            return asked.AccessKey["AKIA".Length..] + " " + asked.Region;
        }

        using var files = TestEnvironment.SharedFiles($"[default]\naws_access_key_id={Key("Default")}\naws_secret_access_key=secret-of-Default\nregion=sa-east-1\n[named]\naws_access_key_id={Key("Named")}\naws_secret_access_key=secret-of-Named\nregion=eu-west-3\n");
        Assert.Equal("Default sa-east-1", Expect(""));
        environment["AWS_PROFILE"] = "named";
        Assert.Equal("Named eu-west-3", Expect(""));
        environment["AWS_ACCESS_KEY_ID"] = Key("Environment");
        environment["AWS_SECRET_ACCESS_KEY"] = "secret-of-Environment";
        environment["AWS_DEFAULT_REGION"] = "us-west-1";
        Assert.Equal("Environment us-west-1", Expect(""));
        environment["AWS_REGION"] = "us-west-2";
        module.Set("StoredAWSCredentials", new StandIns.AWSPSCredentials(new StandIns.AwsCredentials(Key("Stored"), "secret-of-Stored", null)));
        Assert.Equal("Stored us-west-2", Expect(""));
        module.Set("StoredAWSRegion", "eu-north-1");
        module.Set("given", new PSCredential(Key("Given"), AwsModule.Secure("secret-of-Given")));
        Assert.Equal("Given eu-north-1", Expect("-Credential $given"));
        Assert.Equal("Named eu-north-1", Expect("-Credential $given -ProfileName named"));
        Assert.Equal("Keys ca-central-1", Expect($"-Credential $given -ProfileName named -AccessKey {Key("Keys")} -SecretKey secret-of-Keys -Region ca-central-1"));
    }

    [Fact]
    public async Task AwsSession_NoRegion_Terminates()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Ask + "-AccessKey a -SecretKey b").MustTerminate("AwsRegionNotFound", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public async Task AwsSession_EndpointOfTheEnvironment_IsHonoured()
    {
        await using var module = await AwsModule.StartAsync();
        using var environment = new EnvironmentScope();
        environment["AWS_ENDPOINT_URL_EC2"] = module.Aws.Url;
        module.Run("Get-EC2KeyPairLocal -InstanceId i-00000000000000000 -StorePath $store -Region eu-west-2 -AccessKey $args[0] -SecretKey $args[1]", module.Aws.AccessKey, module.Aws.SecretKey)
            .SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
        AssertAsked(module, module.Aws.AccessKey, "eu-west-2");
    }

    [Fact]
    public async Task AwsSession_AssumeRoleProfile_CallsSts()
    {
        await using var module = await AwsModule.StartAsync();
        using var environment = new EnvironmentScope();
        using var files = TestEnvironment.SharedFiles(Credentials(module, "base"), "[profile admin]\nrole_arn=arn:aws:iam::210987654321:role/admin\nsource_profile=base\nregion=us-east-1\n");
        environment["AWS_ENDPOINT_URL_STS"] = module.Aws.Url;
        module.Run(Ask + "-ProfileName admin").SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal("arn:aws:iam::210987654321:role/admin", Assert.Single(module.Aws.Requests.Of("AssumeRole"))["RoleArn"]);
        Assert.StartsWith("ASIA", module.Aws.Requests.Of("DescribeInstances")[0].AccessKey);

        module.Aws.Credentials.DenyRole("arn:aws:iam::210987654321:role/admin");
        var outcome = module.Run(Ask + "-ProfileName admin");
        var error = outcome.Terminating ?? Assert.Single(outcome.Errors);
        Assert.Contains(Outcome.IdOf(error), new[] { "AwsCredentialsRejected", "AwsAccessDenied" });
        Assert.Contains("sts:AssumeRole", error.Exception.Message);
    }

    [Fact]
    public async Task AwsSession_SsoProfileWithACachedToken_CallsThePortal()
    {
        const string Start = "https://example.awsapps.com/start";
        await using var module = await AwsModule.StartAsync();
        using var environment = new EnvironmentScope();
        module.Aws.Sso.Assign("123456789012", "Reader");
        using var files = TestEnvironment.SharedFiles(config: $"[profile sso]\nsso_start_url={Start}\nsso_region=us-east-1\nsso_account_id=123456789012\nsso_role_name=Reader\nregion=us-east-1\n");
        environment["AWS_ENDPOINT_URL_SSO"] = module.Aws.Url;
        environment["AWS_ENDPOINT_URL_SSO_OIDC"] = module.Aws.Url;
        environment[OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME"] = module.Folder;
        var cache = Directory.CreateDirectory(Path.Combine(module.Folder, ".aws", "sso", "cache")).FullName;
#pragma warning disable CA5350 // The file's name, by the SDK's own rule.
        var name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(Start))) + ".json";
#pragma warning restore CA5350
        var until = DateTime.UtcNow.AddHours(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(cache, name), $$"""{"startUrl":"{{Start}}","region":"us-east-1","accessToken":"{{module.Aws.Sso.IssueAccessToken()}}","expiresAt":"{{until}}"}""");

        module.Run(Ask + "-ProfileName sso").SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal(1, module.Aws.Requests.Count("GetRoleCredentials"));
        Assert.StartsWith("ASIA", module.Aws.Requests.Of("DescribeInstances")[0].AccessKey);

        File.Delete(Path.Combine(cache, name));
        var outcome = module.Run(Ask + "-ProfileName sso");
        var error = outcome.MustTerminate("AwsCredentialsRejected", ErrorCategory.AuthenticationError);
        Assert.Contains("aws sso login", error.ErrorDetails.RecommendedAction);
    }

    private static string Credentials(AwsModule module, string profile) =>
        $"[{profile}]\naws_access_key_id={module.Aws.AccessKey}\naws_secret_access_key={module.Aws.SecretKey}\nregion=ap-south-1\n";

    private static void AssertAsked(AwsModule module, string accessKey, string region)
    {
        var asked = module.Aws.Requests.All[^1];
        Assert.Equal((accessKey, region), (asked.AccessKey, asked.Region));
    }
}
