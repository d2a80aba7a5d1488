using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Ssh.Ways;
using SshClient = Renci.SshNet.SshClient;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>Logs in to instances with this key or that.</summary>
/// <param name="chooser">Chooses the ways.</param>
/// <param name="connectWith">Makes connections with the keys that are given; host keys are verified.</param>
/// <param name="before">The keys that open now.</param>
/// <param name="newKey">The key that is to open.</param>
/// <param name="port">TCP port of the SSH servers; null for what each instance's tag says, or 22.</param>
internal sealed class RotationDoor(IWayChooser chooser, Func<ILoginKeys, SshConnector> connectWith, ILoginKeys before, ISshSigner newKey, int? port)
{
    private readonly SshConnector _either = connectWith(new EitherKey(before, newKey));
    private readonly SshConnector _new = connectWith(new FixedKeys(new LoginKeySet([newKey], "the new key, and no other")));

    /// <summary>The way to the instance.</summary>
    internal Task<ISshWay> WayAsync(RotationTarget target, CancellationToken cancel) =>
        chooser.ChooseAsync(target.Instance, SshPort.Of(target.Instance, port), cancel);

    /// <summary>Logs in with whichever key opens.</summary>
    internal Task<SshLink<SshClient>> OpenAsync(RotationTarget target, ISshWay way, CancellationToken cancel) =>
        _either.ConnectAsync(target.Instance, way, cancel);

    /// <summary>Logs in with the new key and no other.</summary>
    internal Task<SshLink<SshClient>> OpenWithNewAsync(RotationTarget target, ISshWay way, CancellationToken cancel) =>
        _new.ConnectAsync(target.Instance, way, cancel);

    /// <summary>True when the server still takes the old key.</summary>
    internal async Task<bool> OpensForOldAsync(RotationTarget target, ISshWay way, CancellationToken cancel)
    {
        var question = new KeyQuestion(target.OldKey);
        try
        {
            var link = await connectWith(new FixedKeys(question.Offer)).ConnectAsync(target.Instance, way, cancel).ConfigureAwait(false);
            await link.DisposeAsync().ConfigureAwait(false);
            return true; // Let in without a signature: then anybody is.
        }
        catch (Ec2KeyPairException) when (question.IsTaken)
        {
            return true;
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.LoginRefused)
        {
            return false;
        }
    }
}
