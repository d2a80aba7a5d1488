namespace Ec2KeyPair.Core.RunCommand;

/// <summary>
/// Run Command of one Region and account (Systems Manager API Reference). Errors are
/// <see cref="Errors.Ec2KeyPairException"/> with an Aws condition, or RunCommandFailed where the document is not there.
/// </summary>
public interface IRunCommandApi
{
    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    string Region { get; }

    /// <summary>Sends one command to up to <see cref="CommandRequest.MostInstances"/> instances. It is sent once or not at all: never retried behind the caller's back.</summary>
    /// <returns>What was sent; null when Systems Manager does not manage one of the instances (InvalidInstanceId), and so none got it.</returns>
    Task<SentCommand?> SendAsync(CommandRequest request, IReadOnlyCollection<string> instanceIds, CancellationToken cancel);

    /// <summary>How a command fares on each of its instances, with the beginning of the output. Right after sending some may be missing.</summary>
    Task<IReadOnlyList<CommandInvocation>> ListAsync(string commandId, CancellationToken cancel);

    /// <summary>How a command fares on one instance, with all the output that is kept: 24,000 characters, of errors 8,000; null when that is not known yet.</summary>
    Task<CommandInvocation?> FindAsync(string commandId, string instanceId, CancellationToken cancel);

    /// <summary>Asks for the command to be cancelled where it has not ended yet. What runs may run on.</summary>
    Task CancelAsync(string commandId, CancellationToken cancel);
}
