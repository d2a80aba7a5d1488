using System.Management.Automation;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Gateway;

namespace Ec2KeyPair.Module.Tests.Sessions;

public sealed class SessionSecretsTests
{
    private const string Typed = "Vn4-typed-and-nobody-may-see";

    [SkippableFact]
    public async Task EverySession_EveryStreamAndOutput_TellsNoTokenAndNoData()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        using var server = new EchoServer();
        await using var module = await TunnelTests.StartAsync(new SessionSettings
        {
            KmsKeyId = "alias/k",
            Link = new LinkFaults { LossPercent = 3, CutEvery = TimeSpan.FromMilliseconds(400) },
        });
        var told = new StringBuilder();
        void Tell(string script, params object[] arguments)
        {
            var outcome = module.Run("$VerbosePreference = $DebugPreference = 'Continue'; " + script, arguments);
            foreach (var text in outcome.Verbose.Concat(outcome.Warnings).Concat(outcome.Others)) told.AppendLine(text);
            foreach (var error in outcome.Errors.Append(outcome.Terminating).OfType<ErrorRecord>()) told.AppendLine(error + error.Exception.ToString() + error.ErrorDetails);
            foreach (var record in outcome.Output) told.AppendLine(string.Join(' ', record.Properties.Select(property => property.Value)));
        }

        Tell("Invoke-EC2InstanceCommand lin 'sleep 1; cat /proc/self/environ | tr \"\\0\" \"\\n\"' @aws -Verbose -Debug");
        Tell("New-EC2Tunnel lin $args[0] @aws -Verbose -Debug", server.Port);
        var port = (int)Outcome.Value(module.Run("Get-EC2Tunnel").Single(), "LocalPort")!;
        await using (var stream = await EchoServer.ConnectAsync(port))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Typed));
            await stream.ReadExactlyAsync(new byte[Typed.Length]);
        }

        module.Aws.Sessions.Settings = new SessionSettings { HandshakeTimeout = TimeSpan.Zero };
        Tell("New-EC2Tunnel lin $args[0] @aws -Verbose -Debug", server.Port);
        module.Aws.Faults.Deny("ResumeSession");
        module.Aws.Sessions.All[1].CutSocket();
        Tell("Get-EC2Tunnel; Get-EC2Tunnel | Remove-EC2Tunnel -Verbose -Debug");

        var text = told.ToString();
        Assert.Contains(module.Aws.Sessions.All[0].Id, text);
        Assert.DoesNotContain(Typed, text);
        Assert.DoesNotContain(module.Aws.SecretKey, text);
        var tokens = module.Aws.Sessions.All.SelectMany(session => session.Tokens).ToList();
        Assert.True(tokens.Count > module.Aws.Sessions.All.Count, "no session was resumed");
        Assert.All(tokens, token => Assert.DoesNotContain(token, text));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_Stopped_EndsTheSessionBeforeThePromptIsBack()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no sh");
        await using var module = await TunnelTests.StartAsync();
        using var shell = module.Shell("Invoke-EC2InstanceCommand lin 'sleep 300' @aws");
        var running = shell.BeginInvoke();
        await TunnelTests.UntilAsync(() => module.Aws.Sessions.All is [{ Attachments: 1 }]);
        await Task.Run(shell.Stop);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        // The command was ended by a second session, and with it the first.
        Assert.All(module.Aws.Sessions.All, session => Assert.True(session.IsEnded));
    }

    [Fact]
    public async Task InvokeEC2InstanceCommand_WindowsInstance_GetsPowerShellAndNothingToQuote()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.AddWindows("win").SsmAgent = new AwsEndpoint.Instances.SsmAgent();
        module.Run("Invoke-EC2InstanceCommand win \"Get-Date -Format 'yyyy'; 'é'\" @aws -TimeoutSec 5");
        var sent = module.Aws.Sessions.All[0].Parameters["command"];
        Assert.StartsWith("-NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ", sent);
        Assert.Matches("^\\$env:EC2KEYPAIR_RUN='[0-9a-f]{32}'; *Get-Date -Format 'yyyy'; 'é'$", Encoding.Unicode.GetString(Convert.FromBase64String(sent.Split(' ')[^1])));
    }
}
