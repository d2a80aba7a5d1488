using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>Over SSH; where no key that is here lets anybody in, through Run Command.</summary>
internal sealed class AutoRotation(SshRotation ssh, RunCommandRotation runCommand) : IRotationWay
{
    /// <inheritdoc/>
    public IRotationHands For(RotationTarget target) => new Hands(ssh.For(target), () => runCommand.For(target));

    private sealed class Hands(IRotationHands first, Func<IRotationHands> other) : IRotationHands
    {
        private IRotationHands _hands = first;

        public async Task<AuthorizedKeysReport> AddNewAsync(CancellationToken cancel)
        {
            try
            {
                return await _hands.AddNewAsync(cancel).ConfigureAwait(false);
            }
            catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.LoginRefused or ErrorCondition.PassphraseRequired or ErrorCondition.PassphraseIncorrect)
            {
                await _hands.DisposeAsync().ConfigureAwait(false);
                _hands = other();
                return await _hands.AddNewAsync(cancel).ConfigureAwait(false);
            }
        }

        public Task ProveNewAsync(CancellationToken cancel) => _hands.ProveNewAsync(cancel);

        public Task<AuthorizedKeysReport> RemoveOldAsync(CancellationToken cancel) => _hands.RemoveOldAsync(cancel);

        public Task<AuthorizedKeysReport> RemoveNewAsync(CancellationToken cancel) => _hands.RemoveNewAsync(cancel);

        public Task<bool> OpensForOldAsync(CancellationToken cancel) => _hands.OpensForOldAsync(cancel);

        public ValueTask DisposeAsync() => _hands.DisposeAsync();
    }
}
