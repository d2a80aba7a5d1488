using System.Diagnostics;
using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests;

[Collection(EnvironmentScope.Collection)]
public sealed class CompletionTests
{
    private const string Account = "-Region us-east-1 -AccessKey $a -SecretKey $s -EndpointUrl $endpoint ";

    // Names that PowerShell would read otherwise than they are.
    private static readonly string[] OddNames = ["two words", "it's", "say \"hi\"", "$env:HOME", "a`b", "@x", "1e3", "0123", "-dash", "a;b", "\u2018odd\u2019", "[x]", "a*b", "web"];

    [Fact]
    public async Task CompleteInput_InstanceId_OffersNamesAndTellsWhatTheyAre()
    {
        await using var module = await AwsModule.StartAsync();
        var web = module.Aws.Fleet.AddLinux("web-1");
        module.Aws.Fleet.AddLinux("web-2").SetState(InstanceState.Stopped);
        module.Aws.Fleet.AddLinux("db").SetState(InstanceState.Terminated);
        var twins = new[] { module.Aws.Fleet.AddLinux("twin"), module.Aws.Fleet.AddLinux("twin") };
        var windows = module.Aws.Fleet.AddWindows("win");

        var all = Complete(module, "Connect-EC2Instance " + Account + "-InstanceId ");
        Assert.Equal(twins.Select(twin => twin.Id).Order().Concat(["web-1", "web-2", "win"]), all.Select(result => result.CompletionText));
        Assert.Equal($"{web.Id}  running  {web.Image.PlatformDetails}  {web.PublicIpAddress}", all[2].ToolTip);
        Assert.Contains("stopped", all[3].ToolTip);
        Assert.Contains("Windows", all[4].ToolTip);
        Assert.StartsWith("twin  running", all[0].ToolTip);

        Assert.Equal(["web-1", "web-2"], Texts(module, "Get-EC2WindowsPassword " + Account + "-InstanceId WEB"));
        Assert.Equal(["web-2"], Texts(module, "Get-EC2WindowsPassword " + Account + "-InstanceId w*2"));
        Assert.Equal([windows.Id], Texts(module, "Copy-EC2InstanceItem x y " + Account + "-ToInstance " + windows.Id[..8]));
        Assert.Equal(["'web-1'"], Texts(module, "Invoke-EC2InstanceCommand " + Account + "-InstanceId 'web-1"));
        Assert.Equal(["win"], Texts(module, "New-EC2Tunnel " + Account + "-InstanceId web-1, wi"));
        Assert.Equal(1, module.Aws.Requests.Count("DescribeInstances"));
    }

    [SkippableFact]
    public async Task CompleteInput_KeyPathAndTunnelId_OfferWhatIsThere()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal 'two words' -LocalOnly -KeyType Ed25519 -StorePath $store").Single();
        Assert.Contains("'two words'", Texts(module, "Connect-EC2Instance x -StorePath $store -KeyPath tw"));
        Assert.Contains("'two words'", Texts(module, "Get-EC2AuthorizedKey x -StorePath $store -KeyPath "));
        Assert.DoesNotContain("'two words'", Texts(module, "Get-EC2AuthorizedKey x -StorePath $store -KeyPath z"));

        Skip.If(OperatingSystem.IsWindows(), "the played agent is one of Linux");
        module.Aws.Fleet.AddLinux("lin").SsmAgent = new SsmAgent();
        var id = Outcome.Text(module.Run("New-EC2Tunnel lin 5432 -RemoteHost db.internal @aws").Single(), "Id");
        var offered = Assert.Single(Complete(module, "Remove-EC2Tunnel "));
        Assert.Equal(id, offered.CompletionText);
        Assert.Contains("db.internal:5432", offered.ToolTip);
        Assert.Equal([id!], Texts(module, "Get-EC2Tunnel -Id "));
        module.Run("Get-EC2Tunnel | Remove-EC2Tunnel").MustSucceed();
    }

    /// <summary>What is offered has to come to the cmdlet as the very name, whatever PowerShell would make of it bare.</summary>
    [Fact]
    public async Task CompleteInput_OddNames_ComeBackAsTheyAre()
    {
        await using var module = await AwsModule.StartAsync();
        foreach (var name in OddNames) module.Aws.Fleet.AddLinux(name);
        var hostile = new[] { "tab\there", "new\nline", "right\u202Eleft", new string('x', 400) }.Select(name => module.Aws.Fleet.AddLinux(name).Id).ToList();
        var results = Complete(module, "Invoke-EC2InstanceCommand " + Account + "-InstanceId ");
        Assert.Equal(OddNames.Length + hostile.Count, results.Count);
        Assert.All(results, result => Assert.DoesNotContain(result.CompletionText + result.ListItemText + result.ToolTip, char.IsControl));
        module.Set("completions", results.Select(result => result.CompletionText).ToArray());
        var values = module.Run("foreach ($text in $completions) { & ([scriptblock]::Create('& { param([string]$x) $x } -x ' + $text)) }").MustSucceed().Select(value => value.ToString());
        Assert.Equal(OddNames.Concat(hostile).Order(StringComparer.Ordinal), values.Order(StringComparer.Ordinal));
        Assert.Equal(["'it''s'"], Texts(module, "Invoke-EC2InstanceCommand " + Account + "-InstanceId \"it"));
        Assert.Equal(["'[x]'"], Texts(module, "Invoke-EC2InstanceCommand " + Account + "-InstanceId '["));
    }

    [Fact]
    public async Task CompleteInput_LargeAccount_AsksForWhatBeginsWithTheWord()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.AddMany(700, null);
        module.Aws.Fleet.AddLinux("zebra-1");
        module.Aws.Fleet.AddLinux("zebra-2");
        Assert.Equal(["zebra-1", "zebra-2"], Texts(module, "Connect-EC2Instance " + Account + "-InstanceId zeb"));
        Assert.Equal(["zebra-2"], Texts(module, "Connect-EC2Instance " + Account + "-InstanceId zebra-2"));
        Assert.Equal(["zebra-1", "zebra-2"], Texts(module, "Connect-EC2Instance " + Account + "-InstanceId zeb"));
        Assert.Equal(3, module.Aws.Requests.Count("DescribeInstances"));
    }

    [Fact]
    public async Task CompleteInput_SlowAws_GivesUpAndHasItTheNextTime()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.AddLinux("web");
        module.Aws.Faults.Delay("DescribeInstances", TimeSpan.FromSeconds(4), times: 1);
        Assert.Empty(Texts(module, "Connect-EC2Instance " + Account + "-InstanceId w"));
        var watch = Stopwatch.StartNew();
        while (Texts(module, "Connect-EC2Instance " + Account + "-InstanceId w").Count == 0) Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60));
        Assert.Equal(1, module.Aws.Requests.Count("DescribeInstances"));
    }

    [Fact]
    public async Task CompleteInput_NothingToLogInWith_OffersNothingAndAsksNobody()
    {
        await using var module = await AwsModule.StartAsync();
        Assert.Empty(Texts(module, "Connect-EC2Instance -Region us-east-1 -EndpointUrl $endpoint -InstanceId w"));
        Assert.Empty(Texts(module, "Connect-EC2Instance -AccessKey only -InstanceId w"));
        module.Aws.Faults.Deny("DescribeInstances");
        for (var i = 0; i < 3; i++) Assert.Empty(Texts(module, "Connect-EC2Instance " + Account + "-InstanceId w"));
        Assert.Equal(1, module.Aws.Requests.Count("DescribeInstances"));

        var program = Path.Combine(module.Folder, "ran");
        using var files = TestEnvironment.SharedFiles(config: $"[profile mfa]\nrole_arn=arn:aws:iam::210987654321:role/admin\nmfa_serial=arn:aws:iam::210987654321:mfa/me\nsource_profile=keys\n[profile keys]\naws_access_key_id=a\naws_secret_access_key=b\n[profile program]\ncredential_process = sh -c \"touch {program}\"\n");
        foreach (var profile in new[] { "mfa", "program", "none" })
        {
            Assert.Empty(Texts(module, $"Connect-EC2Instance -ProfileName {profile} -Region us-east-1 -EndpointUrl $endpoint -InstanceId w"));
        }

        Assert.False(File.Exists(program));
    }

    [Fact]
    public async Task CompleteInput_SessionVariables_AreTheAccount()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Region("eu-central-1").AddLinux("there");
        module.Set("StoredAWSCredentials", new StandIns.AWSPSCredentials(new StandIns.AwsCredentials(module.Aws.AccessKey, module.Aws.SecretKey, null)));
        module.Set("StoredAWSRegion", "eu-central-1");
        Assert.Equal(["there"], Texts(module, "Connect-EC2Instance -EndpointUrl $endpoint -InstanceId "));
    }

    [Fact]
    public async Task CompleteInput_Region_IsOfferedWithoutAnyCall()
    {
        await using var module = await AwsModule.StartAsync();
        var results = Complete(module, "Get-EC2WindowsPassword x -Region eu-central");
        Assert.Equal(["eu-central-1", "eu-central-2"], results.Select(result => result.CompletionText));
        Assert.Equal("Europe (Frankfurt)", results[0].ToolTip);
        Assert.Equal(["us-west-1"], Texts(module, "Publish-EC2KeyPairLocal x -Region eu-west-1, *west-1").Where(text => text.StartsWith("us-w", StringComparison.Ordinal)));
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task CompleteInput_ProfileName_OffersThoseOfTheFiles()
    {
        await using var module = await AwsModule.StartAsync();
        using var files = TestEnvironment.SharedFiles(
            "[prod]\naws_access_key_id=a\naws_secret_access_key=b\nregion=eu-west-1\n", "[profile my stage]\nregion=us-east-1\nrole_arn=arn:aws:iam::210987654321:role/x\nsource_profile=prod\n");
        Assert.Equal(["'my stage'", "prod"], Texts(module, "Get-EC2WindowsPassword x -ProfileName "));
        Assert.Equal("prod, eu-west-1", Complete(module, "Get-EC2WindowsPassword x -ProfileName pr").Single().ToolTip);
        module.Write("credentials", "[other]\naws_access_key_id=a\naws_secret_access_key=b\n");
        Assert.Equal(["other"], Texts(module, $"Get-EC2WindowsPassword x -ProfileLocation '{module.Folder}/credentials' -ProfileName o"));
    }

    [Fact]
    public async Task CompleteInput_KeyName_OffersThoseOfTheStore()
    {
        await using var module = await AwsModule.StartAsync();
        foreach (var name in new[] { "web", "Team/We b", "other" }) module.Run("New-EC2KeyPairLocal $args[0] -KeyType Ed25519 -LocalOnly -StorePath $store", name).MustSucceed();
        var results = Complete(module, $"Get-EC2KeyPairLocal -StorePath '{module.Store}' -Name w");
        Assert.Equal("web", Assert.Single(results).CompletionText);
        Assert.StartsWith("Ed25519 256 SHA256:", results[0].ToolTip);
        Assert.Equal(["'Team/We b'"], Texts(module, $"Remove-EC2KeyPairLocal -StorePath '{module.Store}' -Name team"));
        Assert.Empty(Texts(module, "Get-EC2KeyPairLocal -StorePath '/none/at/all' -Name w"));
    }

    /// <summary>Somebody types; nothing is mended behind his back, and what was made since is there.</summary>
    [SkippableFact]
    public async Task CompleteInput_KeyName_ChangesNothingInTheStoreAndHasWhatIsNew()
    {
        if (OperatingSystem.IsWindows()) throw new SkipException("there are no modes");
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web-1 -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        const UnixFileMode loose = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(module.Store, loose);
        var line = $"Get-EC2KeyPairLocal -StorePath '{module.Store}' -Name w";
        Assert.Equal(["web-1"], Texts(module, line));
        Assert.Equal(loose, File.GetUnixFileMode(module.Store));
        module.Run("New-EC2KeyPairLocal web-2 -KeyType Ed25519 -LocalOnly -StorePath $store").MustSucceed();
        Assert.Equal(["web-1", "web-2"], Texts(module, line));
    }

    private static IReadOnlyList<string> Texts(AwsModule module, string line) => [.. Complete(module, line).Select(result => result.CompletionText)];

    /// <summary>What Tab gives at the end of the line. Variables stand for what is typed: the engine takes no values from variables that are not constant.</summary>
    private static IReadOnlyList<CompletionResult> Complete(AwsModule module, string line)
    {
        var typed = line.Replace("$endpoint", module.Aws.Url).Replace("$a ", module.Aws.AccessKey + " ").Replace("$s ", $"'{module.Aws.SecretKey}' ");
        using var shell = PowerShell.Create(module.Runspace);
        return [.. CommandCompletion.CompleteInput(typed, typed.Length, null, shell).CompletionMatches.Where(match => match.ResultType == CompletionResultType.ParameterValue)];
    }
}
