using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Ways;
using SshClient = Renci.SshNet.SshClient;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>The steps over SSH: four logins for each instance, two of them no more than a question. The connection that proves the new key is the one that removes the old.</summary>
internal sealed class SshRotation(RotationDoor door, SshKeyEditor editor, AuthorizedKeyText newKey) : IRotationWay
{
    /// <inheritdoc/>
    public IRotationHands For(RotationTarget target) => new Hands(door, editor, newKey, target);

    private sealed class Hands(RotationDoor door, SshKeyEditor editor, AuthorizedKeyText newKey, RotationTarget target) : IRotationHands
    {
        private ISshWay? _way;
        private SshLink<SshClient>? _proven;

        public async Task<AuthorizedKeysReport> AddNewAsync(CancellationToken cancel)
        {
            var link = await door.OpenAsync(target, await WayAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
            await using (link.ConfigureAwait(false)) return await EditAsync(link, new KeyEditRequest(KeyOperation.Add, [newKey]) { Like = target.OldKey }, cancel).ConfigureAwait(false);
        }

        public async Task ProveNewAsync(CancellationToken cancel) =>
            _proven = await door.OpenWithNewAsync(target, await WayAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);

        public Task<AuthorizedKeysReport> RemoveOldAsync(CancellationToken cancel) =>
            EditAsync(_proven ?? throw new InvalidOperationException("The new key is not proven."), new KeyEditRequest(KeyOperation.Remove, [target.OldKey]) { Needs = newKey }, cancel);

        public async Task<AuthorizedKeysReport> RemoveNewAsync(CancellationToken cancel)
        {
            var link = await door.OpenAsync(target, await WayAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
            await using (link.ConfigureAwait(false)) return await EditAsync(link, new KeyEditRequest(KeyOperation.Remove, [newKey]) { Needs = target.OldKey }, cancel).ConfigureAwait(false);
        }

        public async Task<bool> OpensForOldAsync(CancellationToken cancel) =>
            await door.OpensForOldAsync(target, await WayAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);

        public async ValueTask DisposeAsync()
        {
            if (_proven is { } link) await link.DisposeAsync().ConfigureAwait(false);
        }

        private async Task<ISshWay> WayAsync(CancellationToken cancel) => _way ??= await door.WayAsync(target, cancel).ConfigureAwait(false);

        private async Task<AuthorizedKeysReport> EditAsync(SshLink<SshClient> link, KeyEditRequest request, CancellationToken cancel)
        {
            var result = await editor.EditAsync(link, request, cancel).ConfigureAwait(false);
            return result.Failure is { } failure ? throw failure : result.Report!;
        }
    }
}
