using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

/// <summary>-Confirm where nobody can answer. The tests' own process has no keyboard, so a host that says it is the shell is deaf.</summary>
public sealed class ConfirmationTests
{
    [Theory]
    [InlineData("Reset-EC2WindowsPassword win-1 @aws")]
    [InlineData("Reset-EC2WindowsPassword win-1 @aws -Confirm")]
    [InlineData("$ConfirmPreference = 'Low'; New-EC2KeyPairLocal web @aws -StorePath $store")]
    [InlineData("Remove-EC2KeyPairLocal here -StorePath $store")]
    public async Task Confirm_ShellWithoutATerminal_IsAnErrorAndNoPrompt(string script)
    {
        await using var module = await AwsModule.StartAsync();
        var host = new RecordingHost("ConsoleHost");
        var error = Run(module, host, script);
        Assert.Equal("HostNotInteractive", Outcome.IdOf(error!));
        Assert.Contains("-Confirm:$false", error!.ErrorDetails.RecommendedAction);
        Assert.Equal(0, host.Questions);
        Assert.Equal(0, module.Aws.Requests.Count("SendCommand"));
    }

    [Theory]
    [InlineData("Reset-EC2WindowsPassword win-1 @aws -Confirm:$false")]
    [InlineData("Reset-EC2WindowsPassword win-1 @aws -WhatIf")]
    [InlineData("$ConfirmPreference = 'None'; Reset-EC2WindowsPassword win-1 @aws")]
    [InlineData("$WhatIfPreference = $true; Reset-EC2WindowsPassword win-1 @aws")]
    [InlineData("New-EC2KeyPairLocal web @aws -StorePath $store")]
    public async Task Confirm_NothingToAsk_GoesOn(string script)
    {
        await using var module = await AwsModule.StartAsync();
        var host = new RecordingHost("ConsoleHost");
        Assert.Null(Run(module, host, script));
        Assert.Equal(0, host.Questions);
    }

    [Fact]
    public async Task Confirm_AnotherHost_IsAsked()
    {
        // An editor's host has no console and asks all the same; this one then can't.
        await using var module = await AwsModule.StartAsync();
        var host = new RecordingHost("An editor");
        Assert.Equal("HostNotInteractive", Outcome.IdOf(Run(module, host, "Reset-EC2WindowsPassword win-1 @aws")!));
        Assert.Equal(1, host.Questions);
    }

    private static ErrorRecord? Run(AwsModule module, RecordingHost host, string script)
    {
        Reset.ResetPasswordTests.Add(module, "win-1");
        module.Run("New-EC2KeyPairLocal here -LocalOnly -StorePath $store -KeyType Ed25519").Single();
        using var engine = new ModuleRunspace(host: host);
        foreach (var name in new[] { "aws", "store" }) engine.Runspace.SessionStateProxy.SetVariable(name, module.Get(name));
        using var shell = engine.Shell(script);
        try
        {
            shell.Invoke();
            return shell.Streams.Error.FirstOrDefault();
        }
        catch (RuntimeException e)
        {
            return e.ErrorRecord;
        }
    }
}
