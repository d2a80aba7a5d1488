using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>What goes wrong with rotations.</summary>
internal static class RotationErrors
{
    /// <summary>The state that a failure before any change stands for.</summary>
    internal static RotationState StateOf(Ec2KeyPairException failure) => failure.Condition switch
    {
        ErrorCondition.InstanceNotRunning => RotationState.Stopped,
        ErrorCondition.HostUnreachable or ErrorCondition.RouteNotFound or ErrorCondition.AddressNotFound or ErrorCondition.AgentNotRegistered
            or ErrorCondition.AgentConnectionLost or ErrorCondition.TargetNotConnected or ErrorCondition.ConnectEndpointNotFound
            or ErrorCondition.ConnectEndpointFailed or ErrorCondition.ConnectEndpointRefused => RotationState.Unreachable,
        _ => RotationState.Failed,
    };

    internal static Ec2KeyPairException NotRunning(Ec2Instance instance) => new(
        ErrorCondition.InstanceNotRunning,
        $"{instance.InstanceId} is {Printable.Text(instance.State)}: its key is the old one still.",
        instance.InstanceId,
        "Start it, and resume the rotation: Update-EC2AuthorizedKey -Resume.");

    internal static Ec2KeyPairException NotProven(string instanceId, Ec2KeyPairException cause) => new(
        ErrorCondition.KeyProofFailed, $"{instanceId}: the new key was added and does not open ({cause.Message}). The old key was kept.", instanceId, cause.Mend, cause);

    internal static Ec2KeyPairException NotProvenAgain(string instanceId, Ec2KeyPairException cause) => new(
        ErrorCondition.KeyProofFailed,
        $"{instanceId}: the new key has opened before, and does not now ({cause.Message}). It was kept; the old one may be gone.",
        instanceId,
        cause.Mend,
        cause);

    internal static Ec2KeyPairException NeitherOpens(string instanceId, Ec2KeyPairException cause) => new(
        ErrorCondition.KeyProofFailed,
        $"{instanceId}: the new key was added and does not open ({cause.Message}); the old one is not taken either. Both were left as they are.",
        instanceId,
        cause.Mend,
        cause);

    internal static Ec2KeyPairException OldKeyNotThere(RotationTarget target) => new(
        ErrorCondition.KeyProofFailed,
        $"{target.Instance.InstanceId}: the new key was added and opens; but the old key {target.OldKey.Fingerprint} was not there, so whatever opened it before opens it still.",
        target.Instance.InstanceId,
        "Look at the keys with Get-EC2AuthorizedKey, and give the one that is to be replaced with -OldKey.");

    internal static Ec2KeyPairException NotRolledBack(string instanceId, Ec2KeyPairException cause, Ec2KeyPairException failure) => new(
        ErrorCondition.KeyProofFailed,
        $"{instanceId}: the new key was added and does not open ({cause.Message}), and it could not be taken away again ({failure.Message}). The old key was kept.",
        instanceId,
        cause.Mend,
        failure);

    internal static Ec2KeyPairException StillOpen(RotationTarget target) => new(
        ErrorCondition.KeyProofFailed,
        $"{target.Instance.InstanceId}: the old key is in no file any more, and its sshd takes it all the same.",
        target.Instance.InstanceId,
        "Look for an AuthorizedKeysCommand or another AuthorizedKeysFile in its sshd_config.");

    internal static Ec2KeyPairException SameKey(string instanceId) => new(
        ErrorCondition.ParameterInvalid, $"{instanceId}: the old key and the new one are the same.", instanceId, "Give the key to be replaced with -OldKey.");

    internal static Ec2KeyPairException OldKeyUnknown(string instanceId, string what) => new(
        ErrorCondition.PrivateKeyNotFound, $"{instanceId}: {what}, so which key is to be replaced is not known.", instanceId, "Give it with -OldKey.");

    internal static Ec2KeyPairException JournalInvalid(string path, string what) => new(
        ErrorCondition.RotationJournalInvalid, $"'{path}' is no journal of a rotation that could be resumed: {what}.", path, "Begin a new one, without -Resume: what is done already is seen.");
}
