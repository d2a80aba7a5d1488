namespace Ec2KeyPair.Core.Repair.Sagas;

/// <summary>What an entry of the journal says.</summary>
public enum JournalMark
{
    /// <summary>A saga of this name begins; what stands before it is history.</summary>
    Began,

    /// <summary>Something to remember, by its name.</summary>
    Fact,

    /// <summary>A step is about to be done; from here on it may have been.</summary>
    Doing,

    /// <summary>A step is done.</summary>
    Done,

    /// <summary>What the saga was for has been achieved.</summary>
    Served,

    /// <summary>From here on everything is put back.</summary>
    Unwinding,

    /// <summary>A step has been put back.</summary>
    Undone,

    /// <summary>All is back in its place.</summary>
    Ended,
}
