namespace Ec2KeyPair.Module.Tests.Report;

/// <summary>examples/scheduled/Report-KeyPairAccess.ps1, run as a scheduled task would run it.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class ScheduledReportTests
{
    private static readonly string Script = Path.Combine(Repository.Root, "examples", "scheduled", "Report-KeyPairAccess.ps1");

    [Fact]
    public async Task ReportKeyPairAccess_Fleet_WritesThePageAndItsExitCodeTells()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web @aws -StorePath $store").Single();
        module.Aws.Fleet.AddLinux("lin", module.Aws.Fleet.FindKeyPair("web"));
        var page = Path.Combine(module.Folder, "access.html");
        Assert.Equal(["0"], Run(module, page, "us-east-1"));
        Assert.Contains("<html", File.ReadAllText(page));

        module.Aws.Fleet.LaunchTemplates.Add("web-template", "gone");
        Assert.Equal(["us-east-1 gone: Orphaned, NoPrivateKeyHere", "1"], Run(module, page, "us-east-1"));
        Assert.Contains("web-template", File.ReadAllText(page));

        module.Aws.Faults.Deny("DescribeKeyPairs");
        Assert.Equal("2", Run(module, page, "us-east-1")[^1]);
    }

    [Theory]
    [InlineData("", "missing", "There is no AWS profile")]
    [InlineData("-Finding Unusd", "reports", "There is no finding 'Unusd'")]
    public async Task ReportKeyPairAccess_NothingCanBeReported_IsExitCodeTwo(string parameters, string profile, string why)
    {
        await using var module = await AwsModule.StartAsync();
        var lines = Run(module, Path.Combine(module.Folder, "access.html"), "us-east-1", parameters, profile);
        Assert.Equal("2", lines[^1]);
        Assert.Contains(why, lines[0], StringComparison.OrdinalIgnoreCase);
    }

    private static List<string> Run(AwsModule module, string page, string region, string parameters = "", string profile = "reports")
    {
        using var files = TestEnvironment.SharedFiles(
            $"[reports]\naws_access_key_id = {module.Aws.AccessKey}\naws_secret_access_key = {module.Aws.SecretKey}\n");
        using var environment = new EnvironmentScope();
        environment["EC2KEYPAIR_STORE"] = module.Store;
        return module.Run("& $args[0] -Path $args[1] -Region $args[2] -ProfileName $args[3] " + parameters + " -EndpointUrl $endpoint; \"$LASTEXITCODE\"", Script, page, region, profile)
            .MustSucceed().Select(line => line.ToString()!).ToList();
    }
}
