using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Windows;

/// <summary>What Get-EC2WindowsPassword learns from one look at the console output.</summary>
public sealed class ConsoleTests
{
    private const string Get = "Get-EC2WindowsPassword @aws -StorePath $store -AsPlainText ";

    [Fact]
    public async Task GetEC2WindowsPassword_OneLook_TellsEverything()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        var found = module.Run(Get + win.Id).Single();
        Assert.Equal(win.Password, Outcome.Text(found, "Password"));
        Assert.Equal(win.RdpCertificateSubject, Outcome.Text(found, "RdpCertificateSubject"));
        Assert.Equal(win.RdpCertificateThumbprint, Outcome.Text(found, "RdpCertificateThumbprint"));
        Assert.Equal(true, Outcome.Value(found, "IsReady"));
        Assert.Equal(false, Outcome.Value(found, "IsStale"));
        Assert.Null(Outcome.Value(found, "StaleReason"));
        Assert.Null(Outcome.Value(found, "PasswordResetTime"));
        Assert.Equal("true", Assert.Single(module.Aws.Requests.Of("GetConsoleOutput"))["Latest"]);
        Assert.Equal(0, module.Aws.Requests.Count("GetPasswordData"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetEC2WindowsPassword_NoLiveConsole_TheTypeIsAskedOnce(bool isKnown)
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.RefuseLatestConsole = true;
        var win = Launch(module);
        for (var i = 0; i < 5; i++) module.Aws.Fleet.AddWindows("more", win.LaunchKey);
        foreach (var instance in module.Aws.Fleet.Instances) instance.InstanceType = isKnown ? "t2.micro" : "u9.future";
        module.Set("ids", module.Aws.Fleet.Instances.Select(instance => instance.Id).ToArray());
        Assert.Equal(6, module.Run(Get + "$ids -ThrottleLimit 1").MustSucceed().Count);
        Assert.Equal(isKnown ? 6 : 7, module.Aws.Requests.Count("GetConsoleOutput"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_ConsoleWithoutPassword_IsCompletedByPasswordData()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.ConsoleShowsPassword = false;
        var win = Launch(module);
        var found = module.Run(Get + win.Id).Single();
        Assert.Equal(win.Password, Outcome.Text(found, "Password"));
        Assert.Equal(win.RdpCertificateThumbprint, Outcome.Text(found, "RdpCertificateThumbprint"));
        Assert.Equal(1, module.Aws.Requests.Count("GetPasswordData"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_PasswordBeforeWindowsIsReady_SaysSo()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.ReadyDelay = TimeSpan.FromHours(1);
        var win = Launch(module);
        Assert.Equal(false, Outcome.Value(module.Run(Get + win.Id).Single(), "IsReady"));
    }

    [Theory]
    [InlineData("<Password>AAAA</Password>\r\n")]
    [InlineData("<Password>\r\n")]
    [InlineData("\u001b]0;x\u0007<Password>%%%</Password>Username: \u001b[31m\r\nRDPCERTIFICATE-THUMBPRINT: none\r\n")]
    public async Task GetEC2WindowsPassword_HostileConsole_ChangesNothing(string written)
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        win.WriteToConsole(written);
        var outcome = module.Run(Get + win.Id + " -Verbose");
        var found = outcome.Single();
        Assert.Equal(win.Password, Outcome.Text(found, "Password"));
        Assert.Equal(win.UserName, Outcome.Text(found, "UserName"));
        Assert.Equal(win.RdpCertificateThumbprint, Outcome.Text(found, "RdpCertificateThumbprint"));
        Assert.DoesNotContain(outcome.Verbose, text => text.Contains('\u001b'));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_64KilobytesOfBait_TheLaterPartCounts()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        win.WriteToConsole(string.Concat(Enumerable.Repeat("<Password><Username>Ec2KeyPair: the password of '", 1500)));
        Assert.Equal(win.Password, Outcome.Text(module.Run(Get + win.Id).Single(), "Password"));
        Assert.Equal(1, module.Aws.Requests.Count("GetPasswordData"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_ResetToldByTag_IsStaleAndWarnsOnce()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        win.Tags["ec2keypair:password-reset"] = "2099-01-02T03:04:05Z";
        var outcome = module.Run(Get + win.Id);
        var found = outcome.Single();
        Assert.Equal(true, Outcome.Value(found, "IsStale"));
        Assert.Equal(new DateTime(2099, 1, 2, 3, 4, 5, DateTimeKind.Utc), Outcome.Value(found, "PasswordResetTime"));
        Assert.Contains("ec2keypair:password-reset", Outcome.Text(found, "StaleReason"));
        Assert.Equal(win.Password, Outcome.Text(found, "Password"));
        Assert.Contains(win.Id, Assert.Single(outcome.Warnings));
    }

    [Theory]
    [InlineData("2001-01-02T03:04:05Z")]
    [InlineData("2099-01-02")]
    [InlineData("2099-01-02T03:04:05Z; rm -rf")]
    public async Task GetEC2WindowsPassword_TagOlderThanTheInstanceOrNoTime_CountsForNothing(string value)
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        win.Tags["ec2keypair:password-reset"] = value;
        var outcome = module.Run(Get + win.Id);
        Assert.Equal(false, Outcome.Value(outcome.Single(), "IsStale"));
        Assert.Empty(outcome.Warnings);
    }

    [Theory]
    [InlineData("Administrator", true)]
    [InlineData("backup", false)]
    public async Task GetEC2WindowsPassword_ResetToldByTheConsole_CountsForTheFirstAccount(string account, bool isStale)
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        win.WriteToConsole(string.Create(CultureInfo.InvariantCulture, $"Ec2KeyPair: the password of '{account}' was reset at 2026-01-02T03:04:05Z\r\n"));
        Assert.Equal(isStale, Outcome.Value(module.Run(Get + win.Id).Single(), "IsStale"));
    }

    private static WindowsInstance Launch(AwsModule module)
    {
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        module.Aws.Requests.Clear();
        return module.Aws.Fleet.AddWindows("win-1", module.Aws.Fleet.FindKeyPair("win"));
    }
}
