using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>One instance whose password is waited for. Only the waiting room's loop changes it.</summary>
internal sealed class WaitingInstance(ResolvedInstance resolved, LaunchKey key, DateTime utcNow, TimeSpan timeout)
{
    /// <summary>Who asked for it.</summary>
    internal ResolvedInstance Resolved => resolved;

    /// <summary>The instance, in its last known state.</summary>
    internal Ec2Instance Instance { get; set; } = resolved.Instance!;

    internal string Id => Instance.InstanceId;

    internal LaunchKey Key => key;

    internal DateTime DeadlineUtc { get; } = utcNow + timeout;

    /// <summary>EC2 has not reached it yet: nothing is asked for it alone.</summary>
    internal bool IsInitializing { get; set; }

    /// <summary>Its agent has reported.</summary>
    internal bool IsOnline { get; set; }

    /// <summary>Its agent has just reported: it is asked at once, whatever the budget says.</summary>
    internal bool IsSignalled { get; set; }

    /// <summary>A request for it is under way.</summary>
    internal bool IsBeingAsked { get; set; }

    /// <summary>How often it has been asked since it was last expected to be ready.</summary>
    internal int Asked { get; set; }

    /// <summary>When it was last asked, or came in.</summary>
    internal DateTime LastAskedUtc { get; set; } = utcNow;

    /// <summary>It is not asked alone before this.</summary>
    internal DateTime DueUtc { get; set; }

    /// <summary>How many looks in a row EC2 did not know it.</summary>
    internal int Missed { get; set; }

    /// <summary>When its state is looked at next.</summary>
    internal DateTime StateDueUtc { get; set; }

    /// <summary>When its agent is looked for next.</summary>
    internal DateTime AgentDueUtc { get; set; }

    /// <summary>What kept the last request from being answered; null when it was.</summary>
    internal Ec2KeyPairException? Trouble { get; set; }

    /// <summary>True when it may be asked for its password at all.</summary>
    internal bool MayBeAsked => Instance.State == "running" && !IsInitializing && !IsBeingAsked;

    /// <summary>How long ago it was started; null when EC2 does not tell.</summary>
    internal TimeSpan? Age(DateTime utcNow) => utcNow - Instance.LaunchTime;
}
