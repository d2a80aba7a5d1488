namespace Ec2KeyPair.Core.Errors;

/// <summary>
/// What went wrong, as one word that scripts can test: it becomes the <c>FullyQualifiedErrorId</c> of the
/// error record. A condition is never renamed or given a second meaning; each one is described, with its
/// mend, in the help topic about_Ec2KeyPair_Errors.
/// </summary>
public enum ErrorCondition
{
    /// <summary>A defect of this module: no other condition fits.</summary>
    InternalError,

    // Key files
    /// <summary>The file holds no key in any encoding the module knows.</summary>
    KeyFormatUnknown,
    /// <summary>The encoding is known but the content is damaged, truncated or contradicts itself.</summary>
    KeyFileCorrupt,
    /// <summary>The key is sound but of a type or size that EC2 can't use (ECDSA, DSA, RSA-3072 ...).</summary>
    KeyTypeUnsupported,
    /// <summary>The file is encrypted with a cipher or key derivation that the module does not read.</summary>
    KeyEncryptionUnsupported,
    /// <summary>A length, round count or memory cost in the file is beyond what the module will spend on it.</summary>
    KeyFileTooCostly,
    /// <summary>The file holds only a public key where a private key is needed.</summary>
    PrivateKeyRequired,
    /// <summary>The private key is encrypted and no passphrase was given.</summary>
    PassphraseRequired,
    /// <summary>The passphrase does not open the private key.</summary>
    PassphraseIncorrect,
    /// <summary>The combination of encoding and options can't be written (Ed25519 as PKCS#1, say).</summary>
    KeyEncodingUnsupported,

    // Files and the key store
    /// <summary>A private key for this name or path is not here.</summary>
    PrivateKeyNotFound,
    /// <summary>Another key already has this name or path; nothing was overwritten.</summary>
    KeyPairExists,
    /// <summary>The name is empty, too long or not ASCII: EC2 would refuse it.</summary>
    KeyNameInvalid,
    /// <summary>The key store folder can't be used: a link, someone else's, or open to others and not mendable.</summary>
    KeyStoreUnsafe,
    /// <summary>Another process holds the key store's lock for too long.</summary>
    KeyStoreBusy,
    /// <summary>A file could not be read.</summary>
    FileReadFailed,
    /// <summary>A file could not be written (disk full, read-only folder ...); what stood there still stands.</summary>
    FileWriteFailed,
    /// <summary>A file of this name is there; it was not overwritten.</summary>
    FileExists,

    // AWS
    /// <summary>No credentials were found in any place that is looked at.</summary>
    AwsCredentialsNotFound,
    /// <summary>The named profile does not exist or is incomplete. Another account is never used in its place.</summary>
    AwsProfileNotFound,
    /// <summary>No Region was given and none could be found.</summary>
    AwsRegionNotFound,
    /// <summary>The caller lacks a permission.</summary>
    AwsAccessDenied,
    /// <summary>The credentials are not valid, or not valid any more.</summary>
    AwsCredentialsRejected,
    /// <summary>AWS still throttled after all retries.</summary>
    AwsThrottled,
    /// <summary>The AWS endpoint could not be reached, or failed after all retries.</summary>
    AwsUnavailable,
    /// <summary>AWS refused the request for a reason that has no condition of its own.</summary>
    AwsRequestFailed,

    // Key pairs in EC2
    /// <summary>EC2 has no key pair of this name or id in this Region.</summary>
    KeyPairNotFound,
    /// <summary>EC2 has a different key pair of this name in this Region.</summary>
    KeyPairConflict,
    /// <summary>The key is safe here, but could not be published to this Region.</summary>
    KeyPairPublishFailed,
    /// <summary>The key opens a running instance and may be the last that does.</summary>
    KeyPairInUse,

    // Parameter Store
    /// <summary>Parameter Store has no parameter of this name.</summary>
    ParameterNotFound,
    /// <summary>Parameter Store has another value under this name; nothing was overwritten.</summary>
    ParameterExists,

    // Instances
    /// <summary>There is no such instance in this Region and account.</summary>
    InstanceNotFound,
    /// <summary>More than one instance answers to this name or address.</summary>
    InstanceAmbiguous,
    /// <summary>The instance is not in a state in which this can be done.</summary>
    InstanceNotRunning,

    // Windows passwords
    /// <summary>EC2 has no password data yet: it appears minutes after launch.</summary>
    PasswordDataNotReady,
    /// <summary>The password data is not what EC2 hands out.</summary>
    PasswordDataInvalid,
    /// <summary>The launch key is ED25519: EC2 can't encrypt a Windows password under it, and never will.</summary>
    LaunchKeyUnsupported,
    /// <summary>The instance was launched without a key pair: there never will be password data.</summary>
    LaunchKeyMissing,
    /// <summary>The instance is not a Windows instance.</summary>
    InstanceNotWindows,
    /// <summary>This private key is not the one that the instance was launched with.</summary>
    PrivateKeyMismatch,

    // Commands and runbooks of Systems Manager
    /// <summary>A command was not delivered, failed, was cancelled, or what became of it is unknown; the message says which.</summary>
    RunCommandFailed,
    /// <summary>A runbook failed or was stopped; the message has the step's own.</summary>
    AutomationFailed,

    // Password resets
    /// <summary>A domain controller has no local accounts: its passwords are those of the domain.</summary>
    DomainControllerUnsupported,
    /// <summary>The instance has no local account of this name.</summary>
    AccountNotFound,
    /// <summary>Windows refused the new password; the old one still holds.</summary>
    PasswordRefused,

    // Connecting
    /// <summary>The instance has no address of the kind that this route needs.</summary>
    AddressNotFound,
    /// <summary>A user name, address or path has a form that will not be passed to ssh.</summary>
    ArgumentUnsafe,
    /// <summary>A session needs a terminal and this host has none.</summary>
    HostNotInteractive,
    /// <summary>The OpenSSH client is not installed.</summary>
    SshClientNotFound,
    /// <summary>No ssh-agent runs, or it refused the key.</summary>
    SshAgentUnavailable,
    /// <summary>Nothing verifies the host's key, and the policy is not to trust it on first use.</summary>
    HostKeyUnknown,
    /// <summary>The host's key is not the one that is pinned for this instance.</summary>
    HostKeyMismatch,
    /// <summary>The host's key is marked @revoked: nobody may be trusted by it.</summary>
    HostKeyRevoked,
    /// <summary>Nothing answers at the instance's SSH port, or what answers does not speak SSH.</summary>
    HostUnreachable,
    /// <summary>The instance is the right one and lets this account in with none of the keys.</summary>
    LoginRefused,
    /// <summary>The connection with the instance broke before the work was done.</summary>
    ConnectionLost,
    /// <summary>A command did not end in the time it was given; it was ended.</summary>
    CommandTimedOut,
    /// <summary>The user's own map of login users can't be understood.</summary>
    UserMapInvalid,
    /// <summary>The file for ssh's host entries was not written by this module, and is not overwritten.</summary>
    SshConfigForeign,

    // Copying
    /// <summary>There is no such file or folder, here or on the instance.</summary>
    PathNotFound,
    /// <summary>The instance does not let this account read or write there.</summary>
    RemoteAccessDenied,
    /// <summary>The instance could not read or write a file (disk full, read-only file system ...); what stood there still stands.</summary>
    RemoteFileFailed,
    /// <summary>A name that an instance has for a file can't or must not be one here.</summary>
    RemoteNameUnsafe,
    /// <summary>What arrived is not what was sent; it was not kept.</summary>
    CopyMismatch,
    /// <summary>What has the destination's name is read-only or of another kind; it was not overwritten.</summary>
    DestinationProtected,

    // EC2 Instance Connect and its Endpoint
    /// <summary>The VPC has no Instance Connect Endpoint that can be used, or none of this id.</summary>
    ConnectEndpointNotFound,
    /// <summary>The Instance Connect Endpoint refused to open a tunnel: the port, the permission, the duration ...</summary>
    ConnectEndpointRefused,
    /// <summary>The Instance Connect Endpoint could not reach the instance, or the tunnel broke.</summary>
    ConnectEndpointFailed,
    /// <summary>No way to the instance is open; the message tells what closes each of them.</summary>
    RouteNotFound,

    // Remote desktop
    /// <summary>A remote desktop needs a graphical display and there is none.</summary>
    DisplayNotFound,
    /// <summary>No remote desktop client is installed.</summary>
    RdpClientNotFound,
    /// <summary>Another connection holds what the client can have only once for a host.</summary>
    RdpClientBusy,
    /// <summary>What answers is no RDP server, or one that can't prove its identity by a certificate.</summary>
    RdpServerUnsupported,
    /// <summary>The server shows another certificate than the one that the console output tells or that is remembered.</summary>
    RdpCertificateMismatch,
    /// <summary>Nothing tells the server's certificate, and the policy is not to trust it on first use.</summary>
    RdpCertificateUnknown,
    /// <summary>The server did not let the account in.</summary>
    RdpLogonFailed,
    /// <summary>The remote desktop did not come about, or broke off.</summary>
    RdpConnectionFailed,

    // Session Manager
    /// <summary>Session Manager has no connection with this instance, and the reason could not be found out.</summary>
    TargetNotConnected,
    /// <summary>No agent of this instance has ever reported to Systems Manager.</summary>
    AgentNotRegistered,
    /// <summary>The instance's agent has reported before, and does no longer.</summary>
    AgentConnectionLost,
    /// <summary>The instance's agent does not know this kind of session yet.</summary>
    AgentTooOld,
    /// <summary>The account has no Session document of this name in this Region, or it does not take these parameters.</summary>
    SessionDocumentUnavailable,
    /// <summary>The session was refused by the agent or ended before its work was done.</summary>
    SessionFailed,
    /// <summary>The session has ended; nothing more can be sent through it.</summary>
    SessionEnded,
    /// <summary>The remote side sent something that is no frame of the data channel.</summary>
    SessionProtocolError,
    /// <summary>The session is encrypted and the caller can't use the KMS key.</summary>
    SessionKeyUnavailable,
    /// <summary>The local port is taken or may not be listened on.</summary>
    LocalPortUnavailable,
    /// <summary>There is no tunnel with this id in this runspace.</summary>
    TunnelNotFound,

    // Keys on instances
    /// <summary>The key is the last one that lets the account in; it was kept.</summary>
    LastAuthorizedKey,
    /// <summary>A link, a hard link or another account's file stands in the way to the keys; nothing was changed.</summary>
    AuthorizedKeysUnsafe,
    /// <summary>The instance's keys could not be read or changed; the message says why.</summary>
    AuthorizedKeysFailed,
    /// <summary>The instance is a Windows instance: its accounts have no authorized_keys.</summary>
    InstanceNotLinux,
    /// <summary>As many instances failed as the caller allows; the others were left as they are.</summary>
    ErrorLimitReached,
    /// <summary>The new key does not open, or the old one still does.</summary>
    KeyProofFailed,
    /// <summary>The journal of a rotation is missing, damaged, in use, or of another key.</summary>
    RotationJournalInvalid,

    // Repairing access
    /// <summary>The way of repair that was asked for is not open, or none that goes without downtime is.</summary>
    RepairWayClosed,
    /// <summary>A repair did not succeed; what it had changed for it is back as it was.</summary>
    RepairFailed,
    /// <summary>A repair could not put back all that it had changed; running it again goes on with that.</summary>
    RepairUnfinished,

    // Parameters
    /// <summary>Parameters that don't go together, or a value outside its range.</summary>
    ParameterInvalid,
}
