using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>The ways that this process can go by itself.</summary>
public sealed class SshWays(params ISshWay[] ways)
{
    /// <summary>The way of this kind.</summary>
    public ISshWay this[ConnectionRoute kind] => ways.First(way => way.Kind == kind);
}
