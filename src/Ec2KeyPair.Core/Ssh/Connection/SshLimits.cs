namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>How long SSH connections are waited for.</summary>
public sealed record SshLimits
{
    /// <summary>From the first packet to the end of the login. A server that looks its clients' names up takes ten seconds and more.</summary>
    public TimeSpan Login { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two signs of life, where the way needs them.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);
}
