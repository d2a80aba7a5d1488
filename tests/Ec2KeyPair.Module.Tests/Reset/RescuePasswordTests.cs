using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.Module.Tests.Reset;

/// <summary>Reset-EC2WindowsPassword -Method EC2Rescue.</summary>
public sealed class RescuePasswordTests
{
    private const string Reset = "Reset-EC2WindowsPassword @aws -Method EC2Rescue -Confirm:$false ";

    [Theory]
    [InlineData("/EC2Rescue/Passwords/", RescuePasswordForm.Plain)]
    [InlineData("/EC2Rescue/Password/", RescuePasswordForm.Json)]
    public async Task ResetEC2WindowsPassword_EitherNameAndForm_GivesThePassword(string prefix, RescuePasswordForm form)
    {
        await using var module = await AwsModule.StartAsync();
        var win = ResetPasswordTests.Add(module, "win-1");
        module.Aws.Cloud.Settings.RunCommand.RescueParameterPrefix = prefix;
        module.Aws.Cloud.Settings.RunCommand.RescuePasswordForm = form;
        var outcome = module.Run(Reset + "win-1 -AsPlainText");
        Assert.Equal(win.CurrentPassword, Outcome.Text(outcome.Single(), "Password"));
        Assert.NotNull(win.Region.Parameters.Find(prefix + win.Id));
        Assert.Contains(outcome.Warnings, text => text.Contains($"still in the parameter {prefix}{win.Id}"));
        Assert.NotNull(win.Tags["ec2keypair:password-reset"]);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_LocalizedAccount_ComesFromTheConsole()
    {
        await using var module = await AwsModule.StartAsync();
        var win = ResetPasswordTests.Add(module, "win-1");
        win.UserName = "Administrateur";
        Assert.Equal("Administrateur", Outcome.Text(module.Run(Reset + "win-1").Single(), "UserName"));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_RemoveParameter_LeavesNothingThere()
    {
        await using var module = await AwsModule.StartAsync();
        var fleet = Enumerable.Range(0, 3).Select(number => ResetPasswordTests.Add(module, "win-" + number)).ToList();
        var outcome = module.Run(Reset + "win-0, win-1, win-2 -RemoveParameter -AsPlainText -ToParameter '/kept/{InstanceId}'");
        Assert.Equal(
            fleet.Select(win => win.CurrentPassword).Order(),
            outcome.MustSucceed().Select(one => Outcome.Text(one, "Password")!).Order());
        Assert.Empty(outcome.Warnings);
        Assert.Equal(fleet.Select(win => "/kept/" + win.Id).Order(), fleet[0].Region.Parameters.All.Select(one => one.Name).Order());
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_OldParameters_AreNotTakenForTheNewOne()
    {
        await using var module = await AwsModule.StartAsync();
        var win = ResetPasswordTests.Add(module, "win-1");
        win.Region.Parameters.PutSecure("/EC2Rescue/Password/" + win.Id, "of last year");
        var found = module.Run(Reset + "win-1 -AsPlainText").Single();
        Assert.Equal(win.CurrentPassword, Outcome.Text(found, "Password"));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_RemovalIsDenied_IsAWarning()
    {
        await using var module = await AwsModule.StartAsync();
        var win = ResetPasswordTests.Add(module, "win-1");
        module.Aws.Faults.Deny("DeleteParameter");
        var outcome = module.Run(Reset + "win-1 -RemoveParameter -AsPlainText");
        Assert.Equal(win.CurrentPassword, Outcome.Text(outcome.Single(), "Password"));
        Assert.Contains(outcome.Warnings, text => text.Contains("ssm:DeleteParameter"));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_ParameterCannotBeRead_SaysThatThePasswordIsSet()
    {
        await using var module = await AwsModule.StartAsync();
        ResetPasswordTests.Add(module, "win-1");
        module.Aws.Faults.Deny("GetParameter");
        var error = module.Run(Reset + "win-1").SingleError("AwsAccessDenied", ErrorCategory.PermissionDenied, "win-1");
        Assert.Contains("A new password is set", error.Exception.Message);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_InstanceMayNotWrite_IsTheCommandsFailure()
    {
        await using var module = await AwsModule.StartAsync();
        var win = ResetPasswordTests.Add(module, "win-1");
        module.Aws.Cloud.Settings.RunCommand.RescueMayPutParameter = false;
        var error = module.Run(Reset + "win-1").SingleError("RunCommandFailed", ErrorCategory.InvalidResult, "win-1");
        Assert.Contains("PutParameter", error.Exception.Message);
        Assert.NotNull(win.CurrentPassword);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_KmsKey_GoesToTheTool()
    {
        await using var module = await AwsModule.StartAsync();
        ResetPasswordTests.Add(module, "win-1");
        module.Run(Reset + "win-1 -KmsKeyId a133dc3c-a2a4-4fc6-a873-6c0720104bf0 -RemoveParameter");
        var request = Assert.Single(module.Aws.Fleet.Commands.All).Request;
        Assert.Equal("AWSSupport-RunEC2RescueForWindowsTool", request.DocumentName);
        Assert.Equal(["a133dc3c-a2a4-4fc6-a873-6c0720104bf0"], request.Parameters["Parameters"]);
        Assert.Equal(["ResetAccess"], request.Parameters["Command"]);
    }
}
