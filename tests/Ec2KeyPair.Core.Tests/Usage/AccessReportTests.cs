using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Usage;
using Ec2KeyPair.Core.Usage.Report;

namespace Ec2KeyPair.Core.Tests.Usage;

public sealed class AccessReportTests
{
    private static readonly DateTime Now = new(2025, 6, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly AccessReport _report = new("Title", new ReportPolicy(365, 2));

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!--")]
    [InlineData("]]>&lt;'\"`\u2028\u2029\u0000\u0007\u202e")]
    [InlineData("{{script}}{{data}}")]
    [InlineData("\ud800 lone, and \ud83d\ude00")]
    public void Data_AnyText_IsPureAsciiThatEndsNoElement(string text)
    {
        _report.Add(new KeyPairUsage
        {
            KeyName = text, Region = text, ProfileName = text, AccountId = text, KeyType = text,
            Instances = [new() { InstanceId = text, Region = text, InstanceName = text, AutoScalingGroupName = text, KeyName = text }],
            Groups = [new() { Kind = InstanceGroupKind.NamePrefix, Name = text }],
            LaunchTemplates = [new() { LaunchTemplateId = text, LaunchTemplateName = text }],
            PrivateKeys = [new() { Name = text, Path = text, KeyEncoding = text }],
            BreaksIfDeleted = [text],
        });
        _report.NoteFailure(new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, text));
        var json = ReportData.Write(_report, Now);
        Assert.DoesNotMatch("[<>&'`\\x00-\\x1f\\x7f-\\uffff]", json);
        var name = (string)JsonNode.Parse(json)!["keys"]![0]!["name"]!;
        Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), name);
        // The page has one script that runs, one that is data, and no place left open.
        var page = ReportPage.Write(new AccessReport(text, new ReportPolicy(1, 1)), Now);
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
    }

    [Fact]
    public void Page_PolicyHasTheDigestsOfWhatIsInIt()
    {
        var page = ReportPage.Write(_report, Now);
        var policy = Regex.Match(page, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        Assert.StartsWith("default-src 'none'; ", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Contains($"style-src '{Digest(Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value)}'", policy);
        Assert.Contains($"script-src '{Digest(Regex.Match(page, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)}'", policy);
        // Nothing is loaded, and nothing is written as markup.
        Assert.DoesNotMatch("(?i)(src|href)\\s*=\\s*[\"']?(https?:|//)|url\\(|@import|innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b|fetch\\(|XMLHttpRequest", page);
    }

    [Fact]
    public void Data_PolicyAddsOldAndWidelyShared()
    {
        _report.Add(new KeyPairUsage { KeyName = "b", Region = "r", Exists = true, InstanceCount = 3, CreateTime = Now.AddDays(-366), Findings = [KeyFinding.WeakKey, KeyFinding.NoPrivateKeyHere] });
        _report.Add(new KeyPairUsage { KeyName = "a", Region = "r", Exists = true, InstanceCount = 2, CreateTime = Now.AddDays(-365) });
        var keys = JsonNode.Parse(ReportData.Write(_report, Now))!["keys"]!.AsArray();
        Assert.Equal(["a", "b"], keys.Select(key => (string)key!["name"]!));
        Assert.Empty(keys[0]!["findings"]!.AsArray());
        Assert.Equal(["WeakKey", "WidelyShared", "Old", "NoPrivateKeyHere"], keys[1]!["findings"]!.AsArray().Select(finding => (string)finding!));
    }

    [Fact]
    public void Data_WhatCouldNotBeAsked_IsTold()
    {
        var account = new FakeAccount();
        _report.NoteAsked([account.Place, account.Place with { ProfileName = "prod" }]);
        _report.NoteFailure(new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "eu-test-1 (profile prod): denied"));
        _report.NoteFailure(new Ec2KeyPairException(ErrorCondition.KeyPairNotFound, "nowhere"));
        var data = JsonNode.Parse(ReportData.Write(_report, Now))!;
        Assert.Equal([null, "prod"], data["asked"]!.AsArray().Select(place => (string?)place!["profile"]));
        Assert.Equal(["eu-test-1", "eu-test-1"], data["asked"]!.AsArray().Select(place => (string?)place!["region"]));
        Assert.Equal(["eu-test-1 (profile prod): denied"], data["failures"]!.AsArray().Select(text => (string?)text));
    }

    [Fact]
    public void Kinds_EveryFindingHasItsWordsInTheOrderOfTheirGravity()
    {
        var texts = FindingText.All(new ReportPolicy(365, 1000));
        Assert.Equal(Enum.GetValues<KeyFinding>(), texts.Select(text => text.Finding));
        Assert.Equal(texts.Select(text => text.Weight).Order(), texts.Select(text => text.Weight));
        Assert.Contains(texts, text => text.Meaning.Contains("1,000 instances", StringComparison.Ordinal));
    }

    [Fact]
    public void Instances_AreListedOnceAndUpToALimit()
    {
        InstanceUsage Row(int i) => new() { InstanceId = $"i-{i}", Region = "r", KeyName = "k", InstanceName = $"web-{i}" };
        _report.Add(new KeyPairUsage { KeyName = "k", Region = "r", InstanceCount = 30_000, Instances = [Row(0), Row(1)] });
        _report.Add(Enumerable.Range(0, 30_000).Select(Row));
        var rows = JsonNode.Parse(ReportData.Write(_report, Now))!["instances"]!.AsArray();
        Assert.Equal(AccessReport.MostInstances, rows.Count);
        Assert.Equal(AccessReport.MostInstances, rows.Select(row => (string)row!["id"]!).Distinct().Count());
        Assert.Equal(("NamePrefix", "web"), ((string)rows[5]!["groupKind"]!, (string)rows[5]!["group"]!));
        Assert.Equal(30_000, _report.InstanceCount);
    }

    [Fact]
    public void Write_AFileIsThere_IsLeftUnlessOverwritten()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "r.html");
        _report.Write(path, overwrite: false, Now);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path));
        File.WriteAllText(path, "mine");
        var error = Assert.Throws<Ec2KeyPairException>(() => _report.Write(path, overwrite: false, Now));
        Assert.Equal((ErrorCondition.FileExists, (object)path, "mine"), (error.Condition, error.Subject, File.ReadAllText(path)));
        _report.Write(path, overwrite: true, Now);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [SkippableTheory]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("link to a file")]
    [InlineData("link to a folder")]
    [InlineData("link to nothing")]
    public void Write_NoFileHasTheName_StaysAlsoWhenOverwritten(string kind)
    {
        Skip.If(OperatingSystem.IsWindows(), "links and pipes of POSIX");
        using var folder = new TemporaryFolder();
        var target = folder.Write("target", "theirs"u8.ToArray());
        var path = folder.File("r.html");
        switch (kind)
        {
            case "pipe": Tool.Named("mkfifo").Run(path).MustSucceed(); break;
            case "folder": Directory.CreateDirectory(path); break;
            case "link to a file": File.CreateSymbolicLink(path, target); break;
            case "link to a folder": File.CreateSymbolicLink(path, Directory.CreateDirectory(folder.File("other")).FullName); break;
            default: File.CreateSymbolicLink(path, folder.File("nowhere")); break;
        }

        var before = Names(folder);
        var status = PathStatus.Of(path);
        foreach (var overwrite in new[] { false, true })
        {
            var error = Assert.Throws<Ec2KeyPairException>(() => _report.Write(path, overwrite, Now));
            Assert.Equal((ErrorCondition.FileExists, (object)path), (error.Condition, error.Subject));
            // What can't help is not recommended.
            Assert.Equal(!overwrite, error.Mend!.Contains("use -Force", StringComparison.Ordinal));
        }

        Assert.Equal(ErrorCondition.FileExists, Assert.Throws<Ec2KeyPairException>(() => PrivateFile.ReplaceFile(path, [1])).Condition);
        Assert.Equal(status, PathStatus.Of(path));
        Assert.Equal("theirs", File.ReadAllText(target));
        Assert.Equal(before, Names(folder));
    }

    [SkippableFact]
    public void PublishOverFile_ALinkTakesTheNameMeanwhile_Stays()
    {
        Skip.If(OperatingSystem.IsWindows(), "links of POSIX");
        using var folder = new TemporaryFolder();
        var target = folder.Write("target", "theirs"u8.ToArray());
        var path = folder.File("r.html");
        using (var file = PendingFile.Write(path, [1]))
        {
            File.CreateSymbolicLink(path, target);
            Assert.Equal(ErrorCondition.FileExists, Assert.Throws<Ec2KeyPairException>(file.PublishOverFile).Condition);
        }

        Assert.Equal(target, new FileInfo(path).LinkTarget);
        Assert.Equal(["r.html", "target"], Names(folder));
    }

    private static IEnumerable<string?> Names(TemporaryFolder folder) => Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();

    private static string Digest(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
