namespace Ec2KeyPair.Core.Agent;

/// <summary>A place that only this user's programs can connect to.</summary>
internal interface IAgentListener : IDisposable
{
    /// <summary>What SSH_AUTH_SOCK has to say.</summary>
    string Address { get; }

    /// <summary>The next connection; null when the listener was disposed.</summary>
    Task<Stream?> AcceptAsync();
}
