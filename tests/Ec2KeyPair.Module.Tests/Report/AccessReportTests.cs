using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests.Report;

/// <summary>Export-EC2AccessReport as a cmdlet: where the records come from, and what it does to files.</summary>
public sealed class AccessReportTests
{
    private const string Export = "Export-EC2AccessReport $path @aws -StorePath $store ";

    [Fact]
    public async Task ExportEC2AccessReport_AsksAwsAndWritesOnePrivateFile()
    {
        await using var module = await StartAsync();
        module.Aws.Fleet.AddMany(30, module.Aws.Fleet.CreateKeyPair("web", out _));
        var file = (FileInfo)module.Run(Export + "-Title 'Who & where'").Single().BaseObject;
        Assert.Equal(Path.Combine(module.Folder, "report.html"), file.FullName);
        var page = await File.ReadAllTextAsync(file.FullName);
        Assert.Contains("<title>Who &amp; where</title>", page);
        Assert.Contains("seed-29", page);
        Assert.DoesNotContain("{{", page);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.FullName));
        Assert.Equal(["report.html"], Directory.GetFiles(module.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ExportEC2AccessReport_Pipeline_TakesBothKindsAndAsksNobody()
    {
        await using var module = await StartAsync();
        module.Aws.Fleet.AddMany(30, module.Aws.Fleet.CreateKeyPair("web", out _));
        module.Run("$usage = Get-EC2KeyPairUsage @aws -StorePath $store; $all = Get-EC2KeyPairUsage -Instance @aws").MustSucceed();
        module.Aws.Requests.Clear();
        module.Run("$usage | Export-EC2AccessReport $path").Single();
        Assert.DoesNotContain("seed-29", await File.ReadAllTextAsync(Path.Combine(module.Folder, "report.html")));
        module.Run("@($usage) + $all | Export-EC2AccessReport $path -Force").Single();
        Assert.Contains("seed-29", await File.ReadAllTextAsync(Path.Combine(module.Folder, "report.html")));
        Assert.Empty(module.Aws.Requests.All);
        var odd = module.Run("@('text') + $usage | Export-EC2AccessReport $path -Force");
        odd.SingleError("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Single(odd.Output);
        Assert.Single(module.Run("Export-EC2AccessReport $path -InputObject $usage -Force").MustSucceed());
        module.Run("$usage | Export-EC2AccessReport $path -Force -Region us-east-1").MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Aws.Requests.All);
    }

    /// <summary>An empty page in place of a good one would say that nobody can get in.</summary>
    [Theory]
    [InlineData("1 | Export-EC2AccessReport $path", "ParameterInvalid")]
    [InlineData("1, 'two' | Export-EC2AccessReport $path", "ParameterInvalid", "ParameterInvalid")]
    [InlineData("Export-EC2AccessReport $path -InputObject 1", "ParameterInvalid")]
    [InlineData("$null | Export-EC2AccessReport $path", "ParameterArgumentValidationError")]
    [InlineData("@() | Export-EC2AccessReport $path")]
    [InlineData("Export-EC2AccessReport $path -InputObject @()")]
    public async Task ExportEC2AccessReport_NoRecordCame_WritesNothingAndSaysSo(string script, params string[] errors)
    {
        await using var module = await AwsModule.StartAsync();
        var path = module.Write("report.html", "good");
        foreach (var (target, force) in new[] { (path, " -Force"), (Path.Combine(module.Folder, "new.html"), "") })
        {
            module.Set("path", target);
            var outcome = module.Run(script + force);
            Assert.Null(outcome.Terminating);
            Assert.Equal(errors, outcome.ErrorIds);
            Assert.Empty(outcome.Output);
            Assert.Contains($"'{target}' was not written", Assert.Single(outcome.Warnings));
        }

        Assert.Equal("good", await File.ReadAllTextAsync(path));
        Assert.Equal(["report.html"], Directory.GetFiles(module.Folder).Select(Path.GetFileName));
        Assert.Empty(module.Aws.Requests.All);
    }

    [SkippableFact]
    public async Task ExportEC2AccessReport_NoFileHasTheName_IsRefusedBeforeAwsIsAsked()
    {
        Skip.If(OperatingSystem.IsWindows(), "pipes of POSIX");
        await using var module = await StartAsync();
        var path = Path.Combine(module.Folder, "report.html");
        Tool.Run("mkfifo", path);
        module.Run(Export + "-Force").MustTerminate("FileExists", ErrorCategory.ResourceExists, path);
        Assert.Equal("p", Tool.Run("stat", "-c", "%A", path)[..1]);
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task ExportEC2AccessReport_NameThatIsNoPattern_IsTheKeyPairOfThatName()
    {
        await using var module = await StartAsync();
        module.Aws.Fleet.AddMany(2, module.Aws.Fleet.CreateKeyPair("[z", out _));
        module.Run(Export + "-KeyName '[z'").Single();
        Assert.Contains("\"name\":\"[z\"", await File.ReadAllTextAsync(Path.Combine(module.Folder, "report.html")));
        module.Run(Export + "-Force -KeyName '[y', '[z'").SingleError("KeyPairNotFound", ErrorCategory.ObjectNotFound, "[y");
    }

    [Fact]
    public async Task ExportEC2AccessReport_ARegionCannotBeAsked_IsInThePage()
    {
        await using var module = await StartAsync();
        module.Aws.Faults.Deny("DescribeKeyPairs");
        module.Run(Export).SingleError("AwsAccessDenied", ErrorCategory.PermissionDenied, "us-east-1");
        var page = await File.ReadAllTextAsync(Path.Combine(module.Folder, "report.html"));
        Assert.Contains("\"asked\":[{\"region\":\"us-east-1\"}]", page);
        Assert.Contains("\"failures\":[\"us-east-1: ", page);
    }

    [Fact]
    public async Task ExportEC2AccessReport_AFileIsThere_IsOverwrittenByForceOnly()
    {
        await using var module = await StartAsync();
        var path = module.Write("report.html", "mine");
        module.Run(Export).MustTerminate("FileExists", ErrorCategory.ResourceExists, path);
        Assert.Empty(module.Aws.Requests.All);
        module.Run(Export + "-Force -WhatIf").MustSucceed();
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
        Assert.Empty(module.Aws.Requests.All);
        Assert.Single(module.Run(Export + "-Force").MustSucceed());
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(path));
        module.Run(Export.Replace("$path", "$folder/absent/r.html")).MustTerminate("FileWriteFailed", ErrorCategory.WriteError);
        module.Run(Export.Replace("$path", "$folder") + "-Force").MustTerminate("FileExists", ErrorCategory.ResourceExists);
    }

    [Fact]
    public async Task ExportEC2AccessReport_ARegionThatFails_IsAnErrorAndTheRestIsWritten()
    {
        await using var module = await StartAsync();
        module.Aws.Fleet.CreateKeyPair("web", out _);
        var outcome = module.Run("$keys = $aws.Clone(); $keys.Remove('Region'); Export-EC2AccessReport $path -Region us-east-1, af-south-1 @keys -StorePath $store");
        outcome.SingleError("AwsCredentialsRejected", ErrorCategory.AuthenticationError, "af-south-1");
        Assert.Single(outcome.Output);
    }

    private static async Task<AwsModule> StartAsync()
    {
        var module = await AwsModule.StartAsync();
        module.Set("path", Path.Combine(module.Folder, "report.html"));
        return module;
    }
}
