using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.WindowsSide;

namespace Ec2KeyPair.Module.Tests.Reset;

public sealed class ResetSecretsTests
{
    [Fact]
    public async Task ResetEC2WindowsPassword_EveryWayAndFailure_TellsNoPassword()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        var key = module.Aws.Fleet.FindKeyPair("win");
        var told = new StringBuilder();
        var passwords = new List<string>();
        var fleet = Enumerable.Range(0, 4).Select(number => Add(module, "win-" + number, key)).ToList();
        fleet[1].Machine.Policy.RefuseNext = 2;
        fleet[2].Machine.ProductType = ProductType.DomainController;
        fleet[3].SsmAgent!.Faults.MangleOutput = output => output.Replace(" sid ", " side ", StringComparison.Ordinal);
        void Tell(string command)
        {
            // As the streams are, and all in one, as a transcript has them.
            foreach (var form in new[] { "$VerbosePreference = $DebugPreference = 'Continue'; {0} -Verbose -Debug", "{0} -Verbose -Debug *>&1 | ForEach-Object { \"$_\" }" })
            {
                Collect(told, module.Run(form.Replace("{0}", command, StringComparison.Ordinal)));
                passwords.AddRange(fleet.Select(win => win.CurrentPassword));
                told.AppendLine(ProcessList());
            }
        }

        Tell("Reset-EC2WindowsPassword win-0, win-1, win-2, win-3 @aws -Confirm:$false");
        Tell("Reset-EC2WindowsPassword win-0 @aws -Confirm:$false -ToParameter '/kept/{InstanceId}'");
        Tell("Reset-EC2WindowsPassword win-0, win-1 @aws -Confirm:$false -Method EC2Rescue");
        Tell("Reset-EC2WindowsPassword win-0 @aws -Confirm:$false -Method EC2Rescue -RemoveParameter");
        Tell("Reset-EC2WindowsPassword win-0 @aws -Confirm:$false -Method Automation -StorePath $store");
        module.Aws.Faults.Deny("PutParameter");
        Tell("Reset-EC2WindowsPassword win-1 @aws -Confirm:$false -ToParameter '/kept/{InstanceId}'");
        module.Aws.Faults.Deny("*");
        Tell("Reset-EC2WindowsPassword win-0 @aws -Confirm:$false");

        // The history of sent commands: what was sent, and what came of it.
        foreach (var command in module.Aws.Fleet.Commands.All)
        {
            told.AppendLine(command.Request.Comment).AppendLine(string.Join('\n', command.Request.Parameters.SelectMany(parameter => parameter.Value)));
            foreach (var step in command.Invocations.SelectMany(invocation => invocation.Steps)) told.AppendLine(step.Output).AppendLine(step.Error);
        }

        foreach (var request in module.Aws.Requests.All.Where(request => request.Action != "PutParameter"))
        {
            told.AppendLine(request.Body).AppendLine(string.Join('\n', request.Parameters.Select(parameter => parameter.Value)));
        }

        foreach (var win in fleet) told.AppendLine(win.ConsoleOutput(latest: true)).AppendLine(string.Join('\n', win.Tags.Items.Select(tag => tag.Value)));
        var text = told.ToString();
        Assert.Contains("EC2KEYPAIR-RESET-1 status Done", text);
        Assert.Contains("AWSSupport-ResetAccess", text);
        var distinct = passwords.Distinct().ToList();
        Assert.InRange(distinct.Count, 15, int.MaxValue);
        Assert.All(distinct, password => Assert.DoesNotContain(password, text));
        Assert.All(distinct, password => Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(password))[..^3], text));
        Assert.DoesNotContain(Directory.EnumerateFiles(module.Folder, "*", SearchOption.AllDirectories), file =>
            distinct.Exists(password => File.ReadAllText(file).Contains(password, StringComparison.Ordinal)));
    }

    private static WindowsInstance Add(AwsModule module, string name, KeyPair? key)
    {
        var win = module.Aws.Fleet.AddWindows(name, key);
        win.SsmAgent = new SsmAgent();
        return win;
    }

    private static string ProcessList()
    {
        if (!OperatingSystem.IsLinux()) return "";
        var all = new StringBuilder();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    all.AppendLine(File.ReadAllText($"/proc/{process.Id}/cmdline"));
                    if (process.Id == Environment.ProcessId) all.AppendLine(File.ReadAllText($"/proc/{process.Id}/environ"));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It has ended meanwhile, or is somebody else's.
                }
            }
        }

        return all.ToString();
    }

    private static void Collect(StringBuilder told, Outcome outcome)
    {
        foreach (var line in outcome.Verbose.Concat(outcome.Warnings).Concat(outcome.Others)) told.AppendLine(line);
        foreach (var error in outcome.Errors.Append(outcome.Terminating).OfType<ErrorRecord>())
        {
            for (var e = error.Exception; e is not null; e = e.InnerException) told.AppendLine(e.ToString());
            told.AppendLine(error.ToString()).AppendLine(error.ErrorDetails?.Message).AppendLine(error.ErrorDetails?.RecommendedAction)
                .AppendLine(error.TargetObject?.ToString()).AppendLine(error.InvocationInfo?.PositionMessage).AppendLine(error.ScriptStackTrace);
        }

        foreach (var record in outcome.Output)
        {
            told.AppendLine(record.ToString());
            foreach (var property in record.Properties.Where(one => one.IsGettable && one.Value is not IEnumerable or string)) told.AppendLine(property.Value?.ToString());
        }
    }
}
