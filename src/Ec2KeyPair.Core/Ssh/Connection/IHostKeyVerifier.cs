namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>Decides about the host key that one instance shows, before anything else is sent to it.</summary>
public interface IHostKeyVerifier
{
    /// <summary>The types of the keys that are known, <c>ssh-ed25519</c>; the server is asked for one of these first. Empty when none is known.</summary>
    IReadOnlyList<string> KnownTypes { get; }

    /// <summary>What it rests on, one clause for -Verbose.</summary>
    string Evidence { get; }

    /// <summary>Accepts the key, by returning, or says why not. Runs on the connection's own thread and must not wait for a person.</summary>
    /// <param name="blob">The key as SSH sends it (RFC 4253 section 6.6).</param>
    /// <exception cref="Errors.Ec2KeyPairException">HostKeyMismatch, HostKeyUnknown, FileWriteFailed ...: nothing is sent then.</exception>
    void Verify(byte[] blob);

    /// <summary>After a refusal: may ask a person about the key that was shown. True when another attempt will accept it.</summary>
    Task<bool> ReconsiderAsync(CancellationToken cancel);
}
