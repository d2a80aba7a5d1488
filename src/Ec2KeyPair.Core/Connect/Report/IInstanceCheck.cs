using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Connect.Report;

/// <summary>Looks at something that a connection depends on. It changes nothing, and what it can't find out is a verdict, not an error.</summary>
public interface IInstanceCheck
{
    /// <summary>True when there is nothing to look at unless the instance runs.</summary>
    bool NeedsRunning { get; }

    /// <summary>Looks; no checks where this does not concern the instance.</summary>
    Task<IReadOnlyList<AccessCheck>> LookAsync(Ec2Instance instance, CancellationToken cancel);
}
