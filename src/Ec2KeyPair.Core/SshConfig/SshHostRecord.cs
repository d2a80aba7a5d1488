using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>A host entry that was written for ssh.</summary>
/// <param name="Name">What to type after <c>ssh</c>: the name, else the id.</param>
/// <param name="InstanceId">The instance; ssh takes its id too.</param>
/// <param name="HostName">The address; for a way through this module the instance's id.</param>
/// <param name="User">The account.</param>
/// <param name="Via">The way.</param>
/// <param name="IsPinned">Its host key is pinned; else ssh asks at the first connection.</param>
/// <param name="Changed">The entry is new or another one than before.</param>
/// <param name="Path">The file that it stands in.</param>
public sealed record SshHostRecord(
    string Name, string InstanceId, string HostName, string User, ConnectionRoute Via, bool IsPinned, bool Changed, string Path)
{
    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;
}
