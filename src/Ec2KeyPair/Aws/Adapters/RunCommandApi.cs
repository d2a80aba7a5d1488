using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.RunCommand;
using CommandInvocation = Ec2KeyPair.Core.RunCommand.CommandInvocation;
using CommandStatus = Ec2KeyPair.Core.RunCommand.CommandStatus;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>Run Command over the SDK.</summary>
/// <param name="client">For everything that may be asked twice.</param>
/// <param name="onceClient">
/// For SendCommand, and without retries: it has no client token, so a request that was sent again because its answer
/// got lost would be a second command.
/// </param>
/// <param name="region">The Region's system name.</param>
internal sealed class RunCommandApi(
    AmazonSimpleSystemsManagementClient client, AmazonSimpleSystemsManagementClient onceClient, string region) : IRunCommandApi, IDisposable
{
    private const int PageSize = 50;
    private const int ShortestDelivery = 30;
    private const int LongestDelivery = 2592000;

    // ListCommandInvocations gives so many characters of the output of each step; the agent cuts at the same length.
    private const int ListedOutput = 2500;
    private const string ErrorMark = "----------ERROR-------";
    private readonly AwsRequests _requests = new();

    public string Region => region;

    public async Task<SentCommand?> SendAsync(CommandRequest request, IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        var send = new SendCommandRequest
        {
            DocumentName = request.Document,
            InstanceIds = [.. instanceIds],
            Parameters = request.Parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToList()),
            Comment = request.Comment,
            TimeoutSeconds = (int)Math.Min(LongestDelivery, Math.Max(ShortestDelivery, request.DeliveryTimeout.TotalSeconds)),
            MaxConcurrency = "100%",
            // By default the first failure keeps the command from those that were not reached yet.
            MaxErrors = "100%",
        };
        try
        {
            var response = await _requests.SendAsync(
                "ssm:SendCommand", string.Join(", ", instanceIds), stop => onceClient.SendCommandAsync(send, stop), cancel).ConfigureAwait(false);
            return new SentCommand(response.Command.CommandId, response.Command.RequestedDateTime?.ToUniversalTime() ?? DateTime.UtcNow);
        }
        catch (Ec2KeyPairException e) when (e.InnerException is InvalidInstanceIdException)
        {
            return null;
        }
        catch (Ec2KeyPairException e) when (e.InnerException is InvalidDocumentException)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.RunCommandFailed,
                $"There is no Command document {request.Document} in {region}, or the caller may not use it.",
                request.Document,
                "Check the Region; let the caller use the document (ssm:SendCommand on the document).",
                e);
        }
    }

    public async Task<IReadOnlyList<CommandInvocation>> ListAsync(string commandId, CancellationToken cancel)
    {
        var request = new ListCommandInvocationsRequest { CommandId = commandId, Details = true, MaxResults = PageSize };
        var found = new List<CommandInvocation>();
        try
        {
            do
            {
                var page = await _requests.SendAsync(
                    "ssm:ListCommandInvocations", commandId, stop => client.ListCommandInvocationsAsync(request, stop), cancel).ConfigureAwait(false);
                found.AddRange((page.CommandInvocations ?? []).Select(ToCore));
                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
        }
        catch (Ec2KeyPairException e) when (e.InnerException is InvalidCommandIdException)
        {
            // Not known everywhere yet: it was given out a moment ago.
        }

        return found;
    }

    public async Task<CommandInvocation?> FindAsync(string commandId, string instanceId, CancellationToken cancel)
    {
        try
        {
            return await GetAsync(commandId, instanceId, null, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.InnerException is InvocationDoesNotExistException or InvalidCommandIdException)
        {
            return null;
        }
        catch (Ec2KeyPairException e) when (e.InnerException is InvalidPluginNameException)
        {
            // A document of several steps: each has to be asked for by its name.
            return await OfStepsAsync(commandId, instanceId, cancel).ConfigureAwait(false);
        }
    }

    public Task CancelAsync(string commandId, CancellationToken cancel)
    {
        var request = new CancelCommandRequest { CommandId = commandId };
        return _requests.SendAsync("ssm:CancelCommand", commandId, stop => client.CancelCommandAsync(request, stop), cancel);
    }

    public void Dispose()
    {
        client.Dispose();
        onceClient.Dispose();
    }

    private async Task<CommandInvocation> GetAsync(string commandId, string instanceId, string? step, CancellationToken cancel)
    {
        var request = new GetCommandInvocationRequest { CommandId = commandId, InstanceId = instanceId, PluginName = step };
        var response = await _requests.SendAsync(
            "ssm:GetCommandInvocation", instanceId, stop => client.GetCommandInvocationAsync(request, stop), cancel).ConfigureAwait(false);
        return new CommandInvocation(instanceId, StatusOf(response.Status?.Value, response.StatusDetails))
        {
            Output = response.StandardOutputContent ?? "",
            ErrorOutput = response.StandardErrorContent ?? "",
            ExitCode = ExitCode(response.ResponseCode),
        };
    }

    private async Task<CommandInvocation?> OfStepsAsync(string commandId, string instanceId, CancellationToken cancel)
    {
        var request = new ListCommandInvocationsRequest { CommandId = commandId, InstanceId = instanceId, Details = true };
        var listed = await _requests.SendAsync(
            "ssm:ListCommandInvocations", commandId, stop => client.ListCommandInvocationsAsync(request, stop), cancel).ConfigureAwait(false);
        if (listed.CommandInvocations?.FirstOrDefault() is not { } invocation) return null;
        var steps = new List<CommandInvocation>();
        foreach (var step in invocation.CommandPlugins ?? [])
        {
            steps.Add(await GetAsync(commandId, instanceId, step.Name, cancel).ConfigureAwait(false));
        }

        return new CommandInvocation(instanceId, StatusOf(invocation.Status?.Value, invocation.StatusDetails))
        {
            Output = string.Concat(steps.Select(step => step.Output)),
            ErrorOutput = string.Concat(steps.Select(step => step.ErrorOutput)),
            ExitCode = steps.Select(step => step.ExitCode).LastOrDefault(code => code is not null),
        };
    }

    private static CommandInvocation ToCore(Amazon.SimpleSystemsManagement.Model.CommandInvocation invocation)
    {
        var steps = invocation.CommandPlugins ?? [];
        var outputs = steps.Select(step => Parted(step.Output ?? "")).ToList();
        return new CommandInvocation(invocation.InstanceId, StatusOf(invocation.Status?.Value, invocation.StatusDetails))
        {
            Output = string.Concat(outputs.Select(output => output.Standard)),
            ErrorOutput = string.Concat(outputs.Select(output => output.Error)),
            ExitCode = steps.Select(step => ExitCode(step.ResponseCode)).LastOrDefault(code => code is not null),
            IsCut = steps.Count == 0 || steps.Any(step => step.Output?.Length >= ListedOutput),
        };
    }

    // The agent puts both outputs into one text (amazon-ssm-agent, agent/framework/processor/executer/iohandler).
    private static (string Standard, string Error) Parted(string output)
    {
        var at = output.IndexOf(ErrorMark, StringComparison.Ordinal);
        return at < 0 ? (output, "") : (output.Substring(0, at), output.Substring(at + ErrorMark.Length));
    }

    private static int? ExitCode(int? responseCode) => responseCode is >= 0 ? responseCode : null;

    // The details tell the two time-outs apart; ListCommandInvocations writes them with blanks, GetCommandInvocation without.
    private static CommandStatus StatusOf(string? status, string? details) => (details ?? "").Replace(" ", "") switch
    {
        "DeliveryTimedOut" => CommandStatus.DeliveryTimedOut,
        "ExecutionTimedOut" => CommandStatus.ExecutionTimedOut,
        "Undeliverable" => CommandStatus.Undeliverable,
        "Terminated" => CommandStatus.Terminated,
        "Delayed" => CommandStatus.Delayed,
        _ => status switch
        {
            "Pending" => CommandStatus.Pending,
            "InProgress" => CommandStatus.InProgress,
            "Delayed" => CommandStatus.Delayed,
            "Success" => CommandStatus.Success,
            "Cancelled" => CommandStatus.Cancelled,
            "Cancelling" => CommandStatus.Cancelling,
            "TimedOut" => CommandStatus.ExecutionTimedOut,
            "Failed" => CommandStatus.Failed,
            // One that is not known yet is looked at again; the time-out ends that.
            _ => CommandStatus.InProgress,
        },
    };
}
