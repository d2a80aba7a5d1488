using System.Management.Automation;
using System.Xml.Linq;
using Ec2KeyPair.AwsEndpoint;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests;

/// <summary>Get-EC2KeyPairUsage. Profiles come from the shared files, so nothing else runs meanwhile.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class UsageTests
{
    private const string Keys = "$keys = $aws.Clone(); $keys.Remove('Region'); ";

    [Fact]
    public async Task GetEC2KeyPairUsage_OneRegion_TellsWhoUsesWhat()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal web, spare @aws -StorePath $store").MustSucceed();
        var web = module.Aws.Fleet.FindKeyPair("web")!;
        var gone = module.Aws.Fleet.CreateKeyPair("gone", out _);
        module.Aws.Fleet.AddMany(12, web, windows: false, prefix: "web");
        module.Aws.Fleet.AddMany(2, gone, prefix: "old");
        var member = module.Aws.Fleet.AddLinux("asg-1", web);
        member.Tags.Set("aws:autoscaling:groupName", "fleet");
        var ended = module.Aws.Fleet.AddLinux("ended", web);
        ended.SetState(InstanceState.Terminated);
        module.Aws.Fleet.RemoveKeyPair("gone");
        var template = module.Aws.Fleet.LaunchTemplates.Add("web-template", "gone");
        template.AddVersion(template.Latest.Data.With(new([new("KeyName", "web")])));
        var records = module.Run("Get-EC2KeyPairUsage @aws -StorePath $store").MustSucceed();
        Assert.Equal(["gone", "spare", "web"], records.Select(record => Outcome.Text(record, "KeyName")));
        Assert.Equal("2 2 2 False Orphaned NoPrivateKeyHere", Line(records[0]));
        Assert.Equal("0 0 0 True PrivateKeyUnencrypted Unused", Line(records[1]));
        Assert.Equal("13 13 0 True PrivateKeyUnencrypted", Line(records[2]));
        Assert.Equal("web-template (latest 2)", Outcome.Text(Outcome.Many(records[2], "LaunchTemplates").Single(), "LaunchTemplateName") + " (" + Outcome.Text(Outcome.Many(records[2], "LaunchTemplates").Single(), "Versions") + ")");
        Assert.Equal(["web 12", "fleet 1"], Outcome.Many(records[2], "Groups").Select(group => Outcome.Text(group, "Name") + " " + Outcome.Text(group, "Count")));
        var breaks = Outcome.Many(records[2], "BreaksIfDeleted").Select(text => text.ToString()).ToList();
        Assert.Contains(breaks, text => text!.Contains("'web-template' (latest 2)"));
        Assert.Contains(breaks, text => text!.Contains("'fleet'"));
        Assert.Equal(Path.Combine(module.Store, "web.pem"), Outcome.Text(Outcome.Many(records[2], "PrivateKeys").Single(), "Path"));
        Assert.Equal((web.Id, "rsa", 2048), (Outcome.Text(records[2], "KeyPairId"), Outcome.Text(records[2], "KeyType"), Outcome.Value(records[2], "KeySize")));
        Assert.All(module.Aws.Requests.Of("DescribeInstances"), request => Assert.Equal("1000", request["MaxResults"]));

        Assert.Equal("spare", Outcome.Text(module.Run("Get-EC2KeyPairUsage -Unused @aws -StorePath $store").Single(), "KeyName"));
        Assert.Equal("web", Outcome.Text(module.Run("Get-EC2KeyPairUsage W* @aws -StorePath $store").Single(), "KeyName"));
    }

    [Fact]
    public async Task GetEC2KeyPairUsage_Names_AskEc2ForTheseOnly()
    {
        await using var module = await AwsModule.StartAsync();
        var web = module.Aws.Fleet.CreateKeyPair("web[1]", out _);
        module.Aws.Fleet.AddLinux("a", web);
        module.Aws.Fleet.AddLinux("b", module.Aws.Fleet.CreateKeyPair("other", out _));
        var piped = module.Run("[pscustomobject]@{ KeyName = 'other' } | Get-EC2KeyPairUsage @aws -StorePath $store").Single();
        Assert.Equal(1, Outcome.Value(piped, "InstanceCount"));
        Assert.Equal("key-name", module.Aws.Requests.Of("DescribeInstances")[^1]["Filter.2.Name"]);
        Assert.Equal("other", module.Aws.Requests.Of("DescribeInstances")[^1]["Filter.2.Value.1"]);
        Assert.Equal("web[1]", Outcome.Text(module.Run("Get-EC2KeyPairUsage 'web[1]' @aws -StorePath $store").Single(), "KeyName"));
        Assert.Empty(module.Run("@() | Get-EC2KeyPairUsage @aws -StorePath $store").MustSucceed());
        module.Run("Get-EC2KeyPairUsage nobody @aws -StorePath $store").SingleError("KeyPairNotFound", ErrorCategory.ObjectNotFound, "nobody");
        module.Run("Get-EC2KeyPairUsage nobody* @aws -StorePath $store").MustSucceed();
    }

    /// <summary>EC2 allows "[" in a key name.</summary>
    [Fact]
    public async Task GetEC2KeyPairUsage_NameThatIsNoPattern_IsTheKeyPairOfThatName()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.AddLinux("a", module.Aws.Fleet.CreateKeyPair("[z", out _));
        module.Aws.Fleet.AddLinux("b", module.Aws.Fleet.CreateKeyPair("web", out _));
        Assert.Equal("[z", Outcome.Text(module.Run("Get-EC2KeyPairUsage -KeyName '[z' @aws -StorePath $store").Single(), "KeyName"));
        Assert.Equal(["[z", "web"], module.Run("Get-EC2KeyPairUsage '[z', 'WE*' @aws -StorePath $store").MustSucceed().Select(record => Outcome.Text(record, "KeyName")).Order(StringComparer.Ordinal));
        Assert.Equal("a", Outcome.Text(module.Run("Get-EC2KeyPairUsage '[z' -Instance @aws").Single(), "InstanceName"));
        foreach (var other in new[] { "web", "we*", "w[e]b, web" })
        {
            var outcome = module.Run($"Get-EC2KeyPairUsage 'a[', {other} @aws -StorePath $store");
            outcome.SingleError("KeyPairNotFound", ErrorCategory.ObjectNotFound, "a[");
            Assert.Equal("web", Outcome.Text(Assert.Single(outcome.Output), "KeyName"));
        }
    }

    [Fact]
    public async Task GetEC2KeyPairUsage_MoreNamesThanAFilterTakes_AreAskedForInPortions()
    {
        await using var module = await AwsModule.StartAsync();
        var line = module.Run("(New-EC2KeyPairLocal one -LocalOnly -StorePath $store).PublicKey").Single().ToString();
        for (var i = 0; i < 201; i++) module.Aws.Fleet.AddKeyPair($"k{i}", line);
        var records = module.Run("Get-EC2KeyPairUsage (0..200 | ForEach-Object { \"k$_\" }) @aws -StorePath $store").MustSucceed();
        Assert.Equal(201, records.Select(record => Outcome.Text(record, "KeyName")).Distinct().Count());
        Assert.Equal(2, module.Aws.Requests.Count("DescribeKeyPairs"));
    }

    [Fact]
    public async Task GetEC2KeyPairUsage_Instance_WritesEachPageByPage()
    {
        await using var module = await AwsModule.StartAsync(new LoopbackAwsOptions());
        var web = module.Aws.Fleet.CreateKeyPair("web", out _);
        module.Aws.Fleet.AddMany(2500, web, prefix: "many");
        module.Aws.Fleet.AddLinux("keyless");
        var rows = module.Run("Get-EC2KeyPairUsage -Instance @aws").MustSucceed();
        Assert.Equal(2501, rows.Select(row => Outcome.Text(row, "InstanceId")).Distinct().Count());
        Assert.Equal(3, module.Aws.Requests.Count("DescribeInstances"));
        Assert.Equal(("web", "many-0", "running", "True", "us-east-1", "123456789012"), (
            Outcome.Text(rows[0], "KeyName"), Outcome.Text(rows[0], "InstanceName"), Outcome.Text(rows[0], "State"), Outcome.Text(rows[0], "IsWindows"),
            Outcome.Text(rows[0], "Region"), Outcome.Text(rows[0], "AccountId")));
        Assert.Null(Outcome.Value(rows[2500], "KeyName"));
        Assert.Equal(2500, module.Run("Get-EC2KeyPairUsage we* -Instance @aws").MustSucceed().Count);
        module.Aws.Requests.Clear();
        Assert.NotNull(module.Run("Get-EC2KeyPairUsage -Instance @aws | ForEach-Object { throw 'enough' }").Terminating);
        Assert.InRange(module.Aws.Requests.Count("DescribeInstances"), 1, 2);
    }

    [Fact]
    public async Task GetEC2KeyPairUsage_ProfilesAndRegions_SideBySide()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Credentials.AddUser("AKIAOTHER", "secret-of-other", "210987654321", "other");
        using var files = TestEnvironment.SharedFiles(
            $"[prod]\naws_access_key_id={module.Aws.AccessKey}\naws_secret_access_key={module.Aws.SecretKey}\nregion=eu-west-1\n[dev]\naws_access_key_id=AKIAOTHER\naws_secret_access_key=secret-of-other\nregion=eu-west-1\n");
        foreach (var account in new[] { "123456789012", "210987654321" })
        {
            foreach (var region in new[] { "eu-west-1", "us-east-2" })
            {
                var state = module.Aws.Cloud.Region(account, region);
                state.AddLinux("x", state.CreateKeyPair("web", out _));
            }
        }

        var records = module.Run("Get-EC2KeyPairUsage -ProfileName prod, dev -Region eu-west-1, us-east-2 -EndpointUrl $endpoint -StorePath $store").MustSucceed();
        Assert.Equal(
            ["dev 210987654321 eu-west-1 1", "dev 210987654321 us-east-2 1", "prod 123456789012 eu-west-1 1", "prod 123456789012 us-east-2 1"],
            records.Select(record => $"{Outcome.Text(record, "ProfileName")} {Outcome.Text(record, "AccountId")} {Outcome.Text(record, "Region")} {Outcome.Text(record, "InstanceCount")}").Order());

        Assert.Equal(4, module.Run("Get-EC2KeyPairUsage -ProfileName prod, dev -Region us-east-1, * -EndpointUrl $endpoint -StorePath $store").MustSucceed().Count);
        var partial = module.Run("Get-EC2KeyPairUsage -ProfileName prod, absent -EndpointUrl $endpoint -StorePath $store");
        partial.SingleError("AwsProfileNotFound", ErrorCategory.ObjectNotFound, "absent");
        Assert.Equal("prod", Outcome.Text(Assert.Single(partial.Output), "ProfileName"));
        module.Run("Get-EC2KeyPairUsage -ProfileName absent -Region us-east-1 -EndpointUrl $endpoint -StorePath $store").MustTerminate("AwsProfileNotFound", target: "absent");
    }

    [Fact]
    public async Task GetEC2KeyPairUsage_ARegionThatFails_DoesNotEndTheOthers()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.CreateKeyPair("web", out _);
        var outcome = module.Run(Keys + "Get-EC2KeyPairUsage -Region us-east-1, af-south-1 @keys -StorePath $store");
        var error = outcome.SingleError("AwsCredentialsRejected", ErrorCategory.AuthenticationError, "af-south-1");
        Assert.StartsWith("af-south-1: ", error.Exception.Message);
        Assert.Equal("web", Outcome.Text(Assert.Single(outcome.Output), "KeyName"));
        module.Run(Keys + "Get-EC2KeyPairUsage -Region af-south-1 @keys -StorePath $store").MustTerminate("AwsCredentialsRejected", ErrorCategory.AuthenticationError);
        module.Aws.Faults.Deny("DescribeLaunchTemplateVersions");
        var denied = module.Run("Get-EC2KeyPairUsage @aws -StorePath $store");
        Assert.Contains("ec2:DescribeLaunchTemplateVersions", denied.SingleError("AwsAccessDenied", ErrorCategory.PermissionDenied, "us-east-1").ErrorDetails.RecommendedAction);
        Assert.Empty(denied.Output);
    }

    [Fact]
    public async Task GetEC2KeyPairUsage_KeyPath_FindsPrivateHalvesElsewhere()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.CreateKeyPair("web", out var pem);
        var path = module.Write("any.pem", pem);
        var usage = module.Run("Get-EC2KeyPairUsage @aws -StorePath $store -KeyPath $args[0]", module.Folder).Single();
        Assert.Equal(path, Outcome.Text(Outcome.Many(usage, "PrivateKeys").Single(), "Path"));
    }

    [Fact]
    public async Task Views_ShowRecordsWithoutWhatTheirTextsWouldDoToATerminal()
    {
        await using var module = await AwsModule.StartAsync();
        var key = module.Aws.Fleet.CreateKeyPair("web\u202e", out _);
        module.Aws.Fleet.AddLinux("a\u200bb", key);
        module.Run("$usage = Get-EC2KeyPairUsage @aws -StorePath $store; $row = Get-EC2KeyPairUsage -Instance @aws").MustSucceed();
        Assert.Equal(["web?", "us-east-1", "1", "0", "NoPrivateKeyHere"], Cells(module, "KeyPairUsage", "$usage"));
        Assert.Equal(["web?", module.Aws.Fleet.Instances[0].Id, "a?b", "us-east-1", "running"], Cells(module, "InstanceUsage", "$row"));
        Assert.Contains("rsa 2048", Cells(module, "KeyPairUsageList", "$usage"));
        Assert.Contains("t3.micro", Cells(module, "InstanceUsageList", "$row"));
    }

    private static List<string> Cells(AwsModule module, string view, string record)
    {
        var definition = XDocument.Load(Path.Combine(Repository.Root, "module", "Ec2KeyPair.Format.ps1xml")).Descendants("View").Single(found => found.Element("Name")!.Value == view);
        return definition.Descendants().Where(cell => cell.Parent!.Name.LocalName is "TableColumnItem" or "ListItem" && cell.Name.LocalName != "Label")
            .Select(cell => cell.Name.LocalName == "PropertyName" ? $"$_.{cell.Value}" : cell.Value)
            .Select(cell => module.Run($"{record} | ForEach-Object {{ \"$({cell})\" }}").Single().ToString())
            .ToList();
    }

    private static string Line(PSObject record) => string.Join(' ',
        [Outcome.Text(record, "InstanceCount"), Outcome.Text(record, "RunningCount"), Outcome.Text(record, "WindowsCount"), Outcome.Text(record, "HasPrivateKey"),
            .. Outcome.Many(record, "Findings").Select(finding => finding.ToString())]);
}
