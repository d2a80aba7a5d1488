using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Ssm;

namespace Ec2KeyPair.Module.Tests.Reset;

/// <summary>Reset-EC2WindowsPassword -ToParameter.</summary>
public sealed class StoredPasswordTests
{
    private const string Reset = "Reset-EC2WindowsPassword @aws -Confirm:$false ";

    [Fact]
    public async Task ResetEC2WindowsPassword_ToParameter_StoresEachAsSecureString()
    {
        await using var module = await AwsModule.StartAsync();
        var fleet = Enumerable.Range(0, 3).Select(number => ResetPasswordTests.Add(module, "win-" + number)).ToList();
        fleet[0].Machine.Administrator.Name = "J\u00e4rvi";
        fleet[1].Region.Parameters.PutSecure($"/fleet/{fleet[1].Id}/Administrator", "the one before");
        Assert.Equal(3, module.Run(Reset + "win-0, win-1, win-2 -ToParameter '/fleet/{InstanceId}/{UserName}' -KmsKeyId alias/fleet").MustSucceed().Count);
        Assert.Equal(fleet[0].CurrentPassword, Stored(fleet[0], "J_00E4rvi").Value);
        Assert.Equal(fleet[1].CurrentPassword, Stored(fleet[1], "Administrator").Value);
        Assert.Equal(fleet[2].CurrentPassword, Stored(fleet[2], "Administrator").Value);
        Assert.All(fleet[0].Region.Parameters.All.Where(one => one.KeyId == "alias/fleet"), one => Assert.Equal("SecureString", one.Type));
        Assert.Equal(3, fleet[0].Region.Parameters.All.Count(one => one.KeyId == "alias/fleet"));

        static StoredParameter Stored(AwsEndpoint.Instances.WindowsInstance win, string account) => win.Region.Parameters.Find($"/fleet/{win.Id}/{account}")!;
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_StoreFails_TheRecordComesAllTheSame()
    {
        await using var module = await AwsModule.StartAsync();
        var win = ResetPasswordTests.Add(module, "win-1");
        module.Aws.Faults.Deny("PutParameter");
        var outcome = module.Run(Reset + "win-1 -AsPlainText -ToParameter '/fleet/{InstanceId}'");
        Assert.Equal(win.CurrentPassword, Outcome.Text(Assert.Single(outcome.Output), "Password"));
        var error = outcome.SingleError("AwsAccessDenied", ErrorCategory.PermissionDenied, win.Id);
        Assert.Contains("in the output record", error.Exception.Message);
        Assert.Contains($"/fleet/{win.Id}", error.Exception.Message);
    }
}
