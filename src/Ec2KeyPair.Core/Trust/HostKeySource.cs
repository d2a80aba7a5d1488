namespace Ec2KeyPair.Core.Trust;

/// <summary>Where host keys are learnt. Several may be joined: <c>Console, Pinned</c>.</summary>
[Flags]
public enum HostKeySource
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>The console output, in which the image prints them at first boot.</summary>
    Console = 1,

    /// <summary>The instance's own files, read by Run Command.</summary>
    RunCommand = 2,

    /// <summary>The known_hosts file, in which they were pinned before.</summary>
    Pinned = 4,

    /// <summary>All of them.</summary>
    All = Console | RunCommand | Pinned,
}
