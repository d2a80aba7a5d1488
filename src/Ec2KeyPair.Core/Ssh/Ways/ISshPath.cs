namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>
/// An open way to one SSH server: a port of this machine, for one connection. All that passes goes through here, so that
/// cutting it ends at once whatever waits for the server.
/// </summary>
public interface ISshPath : IAsyncDisposable
{
    /// <summary>The port on 127.0.0.1.</summary>
    int LocalPort { get; }

    /// <summary>Where it leads to, for messages: <c>203.0.113.7 port 22</c>.</summary>
    string Destination { get; }

    /// <summary>Why it ended, when whoever carries it has said so; complete once it is disposed.</summary>
    Errors.Ec2KeyPairException? Failure { get; }

    /// <summary>Cuts it. Any thread, any number of times; never waits and never throws.</summary>
    void Cut();
}
