using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Ways;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>The steps through Run Command, many instances with one request; the proofs are logins over SSH, by whatever way is open.</summary>
internal sealed class RunCommandRotation(RotationDoor door, GatheringEditor editor, AuthorizedKeyText newKey) : IRotationWay
{
    /// <inheritdoc/>
    public IRotationHands For(RotationTarget target) => new Hands(door, editor, newKey, target);

    private sealed class Hands(RotationDoor door, GatheringEditor editor, AuthorizedKeyText newKey, RotationTarget target) : IRotationHands
    {
        private ISshWay? _way;

        public Task<AuthorizedKeysReport> AddNewAsync(CancellationToken cancel) => EditAsync(new KeyEditRequest(KeyOperation.Add, [newKey]) { Like = target.OldKey }, cancel);

        public async Task ProveNewAsync(CancellationToken cancel)
        {
            var link = await door.OpenWithNewAsync(target, await WayAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
            await link.DisposeAsync().ConfigureAwait(false);
        }

        public Task<AuthorizedKeysReport> RemoveOldAsync(CancellationToken cancel) =>
            EditAsync(new KeyEditRequest(KeyOperation.Remove, [target.OldKey]) { Needs = newKey }, cancel);

        public Task<AuthorizedKeysReport> RemoveNewAsync(CancellationToken cancel) =>
            EditAsync(new KeyEditRequest(KeyOperation.Remove, [newKey]) { Needs = target.OldKey }, cancel);

        public async Task<bool> OpensForOldAsync(CancellationToken cancel) =>
            await door.OpensForOldAsync(target, await WayAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);

        public ValueTask DisposeAsync() => default;

        private async Task<ISshWay> WayAsync(CancellationToken cancel) => _way ??= await door.WayAsync(target, cancel).ConfigureAwait(false);

        private async Task<AuthorizedKeysReport> EditAsync(KeyEditRequest request, CancellationToken cancel)
        {
            var result = await editor.EditAsync(target.Instance, request with { AccountName = target.UserName }, cancel).ConfigureAwait(false);
            return result.Failure is { } failure ? throw failure : result.Report!;
        }
    }
}
