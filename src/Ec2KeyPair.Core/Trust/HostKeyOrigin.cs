namespace Ec2KeyPair.Core.Trust;

/// <summary>Where a pinned key came from.</summary>
public enum HostKeyOrigin
{
    /// <summary>The user gave it.</summary>
    Given,

    /// <summary>The instance's console output told it, or its fingerprint.</summary>
    Console,

    /// <summary>Run Command read it on the instance.</summary>
    RunCommand,

    /// <summary>Nothing told it: it was the first one seen.</summary>
    FirstUse,
}
