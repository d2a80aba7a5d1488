using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Commands;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Ways;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>Over SSH, in this process. Another account's keys are reached by <c>sudo -n</c>.</summary>
/// <param name="chooser">Chooses the ways.</param>
/// <param name="connector">Makes the connections.</param>
/// <param name="port">TCP port of the SSH servers; null for what each instance's tag says, or 22.</param>
/// <param name="lastWord">Is told when a script that nobody waits for any more could not be ended. Never throws.</param>
internal sealed class SshKeyEditor(IWayChooser chooser, SshConnector connector, int? port, Action<string> lastWord) : IKeyEditor
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);
    private readonly SshCommandRunner _runner = new(lastWord);

    /// <inheritdoc/>
    public int BatchSize => 1;

    /// <inheritdoc/>
    public async Task EditAsync(
        IReadOnlyList<Ec2Instance> instances, KeyEditRequest request, Func<KeyEditResult, Task> endedAsync, CancellationToken cancel)
    {
        foreach (var instance in instances)
        {
            await endedAsync(await TryAsync(instance, request, cancel).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private async Task<KeyEditResult> TryAsync(Ec2Instance instance, KeyEditRequest request, CancellationToken cancel)
    {
        try
        {
            var way = await chooser.ChooseAsync(instance, SshPort.Of(instance, port), cancel).ConfigureAwait(false);
            var link = await connector.ConnectAsync(instance, way, cancel).ConfigureAwait(false);
            await using (link.ConfigureAwait(false))
            {
                return await EditAsync(link, request, cancel).ConfigureAwait(false);
            }
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            return KeyEditResult.Failed(instance, "Ssh", e);
        }
    }

    /// <summary>Runs it over a connection that is there.</summary>
    /// <exception cref="Ec2KeyPairException">ConnectionLost, CommandTimedOut.</exception>
    internal async Task<KeyEditResult> EditAsync(SshLink<Renci.SshNet.SshClient> link, KeyEditRequest request, CancellationToken cancel)
    {
        var nonce = AuthorizedKeysScript.NewNonce();
        // The one that is logged in as needs no name: what sshd lets in may be an alias.
        var account = request.AccountName == link.UserName ? null : request.AccountName;
        var result = await _runner.RunAsync(link, AuthorizedKeysScript.For(request, account, nonce), LongestRun, cancel).ConfigureAwait(false);
        return KeyEditResult.Of(
            link.Instance, link.Via.ToString(), request, request.AccountName ?? link.UserName, nonce, result.StandardOutput, result.IsTruncated, result.StandardError);
    }
}
