using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.RunCommand;
using Ec2KeyPair.Core.Ssh.Login;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>Through Run Command, 50 instances with one request. Needs no key, no port and no account there: it runs as root.</summary>
/// <param name="run">Runs commands.</param>
/// <param name="users">Finds the accounts where none is named.</param>
/// <param name="explain">Is told of decisions, for -Verbose.</param>
internal sealed class RunCommandKeyEditor(CommandRun run, ILoginUsers users, Func<string, Task> explain) : IKeyEditor
{
    internal const string Via = "RunCommand";
    private static readonly TimeSpan ForTheScript = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ForDelivery = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ForAll = ForTheScript + ForDelivery + TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public int BatchSize => CommandRequest.MostInstances;

    /// <inheritdoc/>
    public async Task EditAsync(
        IReadOnlyList<Ec2Instance> instances, KeyEditRequest request, Func<KeyEditResult, Task> endedAsync, CancellationToken cancel)
    {
        var byAccount = await ByAccountAsync(instances, request, endedAsync, cancel).ConfigureAwait(false);
        await Task.WhenAll(byAccount.Select(group => EditAsync(group.Key, group.Value, request, endedAsync, cancel))).ConfigureAwait(false);
    }

    private async Task<Dictionary<string, List<Ec2Instance>>> ByAccountAsync(
        IReadOnlyList<Ec2Instance> instances, KeyEditRequest request, Func<KeyEditResult, Task> endedAsync, CancellationToken cancel)
    {
        var found = new Dictionary<string, List<Ec2Instance>>(StringComparer.Ordinal);
        foreach (var instance in instances)
        {
            try
            {
                var account = request.AccountName ?? (await users.FindAsync(instance, cancel).ConfigureAwait(false)).Name;
                Connect.SshUserName.Checked(account);
                if (!found.TryGetValue(account, out var group)) found[account] = group = [];
                group.Add(instance);
            }
            catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
            {
                await endedAsync(KeyEditResult.Failed(instance, Via, e)).ConfigureAwait(false);
            }
        }

        return found;
    }

    private async Task EditAsync(
        string account, List<Ec2Instance> instances, KeyEditRequest request, Func<KeyEditResult, Task> endedAsync, CancellationToken cancel)
    {
        // One nonce for all that share a command: each instance's output is its own.
        var nonce = AuthorizedKeysScript.NewNonce();
        var command = CommandRequest.Shell(AuthorizedKeysScript.Lines(request, account, nonce), ForTheScript) with
        {
            Comment = $"Ec2KeyPair: {(request.Operation == KeyOperation.List ? "list" : request.Operation == KeyOperation.Add ? "add" : "remove")} authorized keys",
            DeliveryTimeout = ForDelivery,
        };
        var answers = new Answers(instances, request, account, nonce, endedAsync, explain);
        await run.RunAsync(command, instances.ConvertAll(instance => instance.InstanceId), ForAll, answers, cancel).ConfigureAwait(false);
    }

    private sealed class Answers(
        List<Ec2Instance> instances, KeyEditRequest request, string account, string nonce, Func<KeyEditResult, Task> endedAsync, Func<string, Task> explain)
        : ICommandObserver
    {
        // GetCommandInvocation brings 24,000 characters at most.
        private const int NearlyAll = 23_000;
        private readonly ConcurrentDictionary<string, Ec2Instance> _open = new(
            instances.ToDictionary(instance => instance.InstanceId, StringComparer.Ordinal), StringComparer.Ordinal);

        public async Task EndedAsync(IReadOnlyList<CommandOutcome> outcomes)
        {
            foreach (var outcome in outcomes)
            {
                if (_open.TryRemove(outcome.InstanceId, out var instance)) await endedAsync(Result(instance, outcome)).ConfigureAwait(false);
            }
        }

        public Task LeftAsync(IReadOnlyList<CommandOutcome> outcomes) => EndedAsync(outcomes);

        public Task PendingAsync(SentCommand sent, int instances, int open) => Task.CompletedTask;

        public Task ExplainAsync(string text) => explain(text);

        private KeyEditResult Result(Ec2Instance instance, CommandOutcome outcome)
        {
            var output = outcome.Invocation?.Output ?? "";
            var result = KeyEditResult.Of(
                instance, Via, request, account, nonce, output, output.Length > NearlyAll, outcome.Invocation?.ErrorOutput ?? "");
            // A whole answer counts, whatever became of the command after it.
            return result.Report is null && outcome.Failure is { } failure ? KeyEditResult.Failed(instance, Via, failure) : result;
        }
    }
}
