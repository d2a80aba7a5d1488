namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>A remote desktop client that is installed on this machine.</summary>
public interface IRdpClient
{
    /// <summary>Full path of the program.</summary>
    string Path { get; }

    /// <summary>Whether it tells servers on one local address apart only by that address, so that each needs one of its own.</summary>
    bool NeedsOwnLocalAddress { get; }

    /// <summary>Refuses arguments that would undo what this module sees to: the server, its identity, the password's way.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">ParameterInvalid.</exception>
    void CheckArguments(IReadOnlyList<string> arguments);

    /// <summary>Runs it until its window is closed or the session has ended; a cancelled run ends it.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="Errors.Ec2KeyPairException">
    /// RdpClientNotFound: it can't be started; RdpCertificateMismatch, RdpLogonFailed, RdpConnectionFailed,
    /// ParameterInvalid: as it says by its exit code; FileWriteFailed; ArgumentUnsafe: a password that it can't take.
    /// </exception>
    Task<int> RunAsync(RdpLaunch launch, CancellationToken cancel);
}
