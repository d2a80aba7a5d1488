using System.Management.Automation;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Hosting;

/// <summary>Makes every error record of the module: the id states the condition, the category is honest, the mend is shown.</summary>
internal static class ErrorRecordFactory
{
    internal static ErrorRecord Create(Exception error)
    {
        var known = error as Ec2KeyPairException
            ?? new Ec2KeyPairException(
                ErrorCondition.InternalError,
                $"An unexpected {error.GetType().Name}: {error.Message}",
                mend: "This is a defect of Ec2KeyPair. Please report it with the output of: $Error[0].Exception.ToString()",
                innerException: error);
        var record = new ErrorRecord(known, known.Condition.ToString(), CategoryOf(known.Condition), known.Subject);
        if (known.Mend is { } mend)
        {
            // PowerShell 7 shows the recommendation under the message; 5.1 shows the message alone.
#if NET
            record.ErrorDetails = new ErrorDetails(known.Message) { RecommendedAction = mend };
#else
            record.ErrorDetails = new ErrorDetails(known.Message + " " + mend) { RecommendedAction = mend };
#endif
        }

        return record;
    }

    private static ErrorCategory CategoryOf(ErrorCondition condition) => condition switch
    {
        ErrorCondition.KeyFormatUnknown or ErrorCondition.KeyFileCorrupt or ErrorCondition.KeyFileTooCostly
            or ErrorCondition.PasswordDataInvalid => ErrorCategory.InvalidData,
        ErrorCondition.KeyTypeUnsupported or ErrorCondition.KeyEncryptionUnsupported
            or ErrorCondition.KeyEncodingUnsupported or ErrorCondition.LaunchKeyUnsupported
            or ErrorCondition.DomainControllerUnsupported => ErrorCategory.NotImplemented,
        ErrorCondition.PassphraseRequired or ErrorCondition.PassphraseIncorrect
            or ErrorCondition.AwsCredentialsRejected or ErrorCondition.RdpLogonFailed => ErrorCategory.AuthenticationError,
        ErrorCondition.PrivateKeyRequired or ErrorCondition.ArgumentUnsafe or ErrorCondition.KeyNameInvalid
            or ErrorCondition.ParameterInvalid => ErrorCategory.InvalidArgument,
        ErrorCondition.PrivateKeyNotFound or ErrorCondition.KeyPairNotFound or ErrorCondition.InstanceNotFound
            or ErrorCondition.AwsProfileNotFound or ErrorCondition.AwsCredentialsNotFound
            or ErrorCondition.AwsRegionNotFound or ErrorCondition.LaunchKeyMissing
            or ErrorCondition.AddressNotFound or ErrorCondition.ParameterNotFound
            or ErrorCondition.SessionDocumentUnavailable or ErrorCondition.TunnelNotFound
            or ErrorCondition.ConnectEndpointNotFound or ErrorCondition.AccountNotFound => ErrorCategory.ObjectNotFound,
        ErrorCondition.KeyPairExists or ErrorCondition.KeyPairConflict or ErrorCondition.ParameterExists
            or ErrorCondition.SshConfigForeign or ErrorCondition.FileExists => ErrorCategory.ResourceExists,
        ErrorCondition.KeyStoreUnsafe or ErrorCondition.PrivateKeyMismatch or ErrorCondition.HostKeyMismatch
            or ErrorCondition.HostKeyUnknown or ErrorCondition.HostKeyRevoked or ErrorCondition.RdpCertificateMismatch
            or ErrorCondition.RdpCertificateUnknown => ErrorCategory.SecurityError,
        ErrorCondition.KeyStoreBusy or ErrorCondition.AwsThrottled or ErrorCondition.KeyPairInUse
            or ErrorCondition.RdpClientBusy => ErrorCategory.ResourceBusy,
        ErrorCondition.FileReadFailed => ErrorCategory.ReadError,
        ErrorCondition.FileWriteFailed => ErrorCategory.WriteError,
        ErrorCondition.AwsAccessDenied or ErrorCondition.SessionKeyUnavailable => ErrorCategory.PermissionDenied,
        ErrorCondition.AwsUnavailable or ErrorCondition.TargetNotConnected or ErrorCondition.AgentConnectionLost
            or ErrorCondition.AgentNotRegistered or ErrorCondition.SessionFailed or ErrorCondition.SessionEnded
            or ErrorCondition.ConnectEndpointRefused or ErrorCondition.ConnectEndpointFailed or ErrorCondition.RouteNotFound
            or ErrorCondition.RdpConnectionFailed or ErrorCondition.HostUnreachable => ErrorCategory.ConnectionError,
        ErrorCondition.AwsRequestFailed or ErrorCondition.KeyPairPublishFailed
            or ErrorCondition.RunCommandFailed or ErrorCondition.AutomationFailed
            or ErrorCondition.PasswordRefused => ErrorCategory.InvalidResult,
        ErrorCondition.InstanceAmbiguous or ErrorCondition.InstanceNotWindows => ErrorCategory.InvalidType,
        ErrorCondition.InstanceNotRunning or ErrorCondition.PasswordDataNotReady
            or ErrorCondition.HostNotInteractive or ErrorCondition.SshAgentUnavailable
            or ErrorCondition.DisplayNotFound => ErrorCategory.ResourceUnavailable,
        ErrorCondition.SessionProtocolError or ErrorCondition.RdpServerUnsupported => ErrorCategory.ProtocolError,
        ErrorCondition.LocalPortUnavailable => ErrorCategory.ResourceBusy,
        ErrorCondition.AgentTooOld => ErrorCategory.NotImplemented,
        ErrorCondition.SshClientNotFound or ErrorCondition.RdpClientNotFound => ErrorCategory.NotInstalled,
        // SSH in this process, and copying.
        ErrorCondition.LoginRefused => ErrorCategory.AuthenticationError,
        ErrorCondition.ConnectionLost => ErrorCategory.ConnectionError,
        ErrorCondition.CommandTimedOut => ErrorCategory.OperationTimeout,
        ErrorCondition.PathNotFound => ErrorCategory.ObjectNotFound,
        ErrorCondition.RemoteAccessDenied => ErrorCategory.PermissionDenied,
        ErrorCondition.RemoteFileFailed => ErrorCategory.WriteError,
        ErrorCondition.RemoteNameUnsafe => ErrorCategory.SecurityError,
        ErrorCondition.CopyMismatch => ErrorCategory.InvalidResult,
        ErrorCondition.DestinationProtected => ErrorCategory.ResourceExists,
        ErrorCondition.UserMapInvalid => ErrorCategory.InvalidData,
        // Keys on instances.
        ErrorCondition.LastAuthorizedKey => ErrorCategory.ResourceBusy,
        ErrorCondition.AuthorizedKeysUnsafe => ErrorCategory.SecurityError,
        ErrorCondition.AuthorizedKeysFailed => ErrorCategory.WriteError,
        ErrorCondition.InstanceNotLinux => ErrorCategory.InvalidType,
        ErrorCondition.KeyProofFailed => ErrorCategory.AuthenticationError,
        ErrorCondition.RotationJournalInvalid => ErrorCategory.InvalidData,
        ErrorCondition.ErrorLimitReached => ErrorCategory.LimitsExceeded,
        // Repairing access.
        ErrorCondition.RepairWayClosed => ErrorCategory.ResourceUnavailable,
        ErrorCondition.RepairFailed or ErrorCondition.RepairUnfinished => ErrorCategory.InvalidResult,
        _ => ErrorCategory.InvalidOperation,
    };
}
