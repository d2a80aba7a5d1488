using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Commands;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Output;

/// <summary>Brings the results of a command to the pipeline.</summary>
internal sealed class InstanceCommandReporter(AsyncCmdlet cmdlet, string command) : ICommandObserver
{
    public Task<bool> MayRunAsync(string instanceId) => cmdlet.ShouldProcessAsync(instanceId, $"Run '{command}'");

    public Task EndedAsync(InstanceCommandOutcome outcome) => cmdlet.WriteAsync(InstanceCommandResult.From(outcome));

    public Task FailedAsync(Ec2KeyPairException error) => cmdlet.WriteErrorAsync(error);

    public Task ExplainAsync(string text) => cmdlet.WriteVerboseAsync(text);

    public Task WarnAsync(string text) => cmdlet.WriteWarningAsync(text);

    public void LastWord(string text) => cmdlet.SayAtEnd(text);
}
