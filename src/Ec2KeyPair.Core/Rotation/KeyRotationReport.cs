namespace Ec2KeyPair.Core.Rotation;

/// <summary>What a rotation came to, all in all.</summary>
public sealed record KeyRotationReport
{
    /// <summary>The journal, with which the rotation can be resumed.</summary>
    public required string JournalPath { get; init; }

    /// <summary>The new key, as <c>ssh-keygen -l</c> prints it.</summary>
    public required string NewFingerprint { get; init; }

    /// <summary>Instances in the rotation.</summary>
    public required int Total { get; init; }

    /// <summary>Done now or before: the new key opens, the old one does not.</summary>
    public required int Done { get; init; }

    /// <summary>Of those, such as were so before this rotation.</summary>
    public required int AlreadyDone { get; init; }

    /// <summary>Got the new key, and did not have the old one: nothing was replaced.</summary>
    public required int OldKeyNotThere { get; init; }

    /// <summary>As before: the new key did not open, and was taken away again.</summary>
    public required int RolledBack { get; init; }

    /// <summary>Could not be done.</summary>
    public required int Failed { get; init; }

    /// <summary>No way was open.</summary>
    public required int Unreachable { get; init; }

    /// <summary>Do not run.</summary>
    public required int Stopped { get; init; }

    /// <summary>Were terminated before they were done: nothing is left to be done there.</summary>
    public required int Gone { get; init; }

    /// <summary>Not begun, or not brought to an end.</summary>
    public required int Pending { get; init; }

    /// <summary>Nothing is left to be done, with the instances and with what launches new ones.</summary>
    public bool IsComplete => AreInstancesDone && Sources.All(source => source.IsRenewed);

    internal bool AreInstancesDone => Done + Gone == Total;

    /// <summary>What still hands the old key to new instances, and whether that was changed.</summary>
    public IReadOnlyList<OldKeySource> Sources { get; init; } = [];
}
