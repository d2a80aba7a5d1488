namespace Ec2KeyPair.Core.Rotation;

/// <summary>How far an instance has come.</summary>
public enum RotationState
{
    /// <summary>Nothing was done yet.</summary>
    Pending,

    /// <summary>The new key was added beside the old one.</summary>
    Added,

    /// <summary>A login with nothing but the new key went well.</summary>
    Proven,

    /// <summary>The old key was removed.</summary>
    Removed,

    /// <summary>The server was asked, and takes the old key no longer: done.</summary>
    ProvenGone,

    /// <summary>It was so before: the new key opens, and the old one was not there.</summary>
    AlreadyDone,

    /// <summary>The new key was added and opens; the old one was not there, so nothing was replaced.</summary>
    OldKeyNotThere,

    /// <summary>The new key did not open, and was taken away again: all is as before.</summary>
    RolledBack,

    /// <summary>It could not be done; the reason says how things are.</summary>
    Failed,

    /// <summary>No way to it was open; nothing was changed.</summary>
    Unreachable,

    /// <summary>It does not run; nothing was changed.</summary>
    Stopped,

    /// <summary>It has been terminated: nothing is left there to be done.</summary>
    Gone,
}

/// <summary>What follows from a state.</summary>
internal static class RotationStates
{
    /// <summary>Nothing is left to be done.</summary>
    internal static bool IsDone(this RotationState state) => state is RotationState.ProvenGone or RotationState.AlreadyDone;

    /// <summary>It counts against the error limit.</summary>
    internal static bool IsFailure(this RotationState state) => state is RotationState.RolledBack or RotationState.Failed or RotationState.Unreachable or RotationState.OldKeyNotThere;
}
