namespace Ec2KeyPair.Core.Repair.Sagas;

/// <summary>
/// Something that is changed for a time and then put back. Both halves look before they act: they may be called again
/// after a kill at any point, and then do what is left to do.
/// </summary>
public interface ISagaStep
{
    /// <summary>What the journal knows it by; unique within its saga, <c>StopInstance</c>.</summary>
    string Name { get; }

    /// <summary>Does it, unless it is done.</summary>
    /// <param name="facts">What earlier steps noted; what <see cref="UndoAsync"/> will need is noted there before anything is changed.</param>
    /// <param name="cancel">Gives up; what was begun is undone then.</param>
    Task DoAsync(SagaFacts facts, CancellationToken cancel);

    /// <summary>Puts back what <see cref="DoAsync"/> has changed, wholly, partly or not at all.</summary>
    /// <param name="facts">What was noted.</param>
    /// <param name="cancel">Cancelled only where waiting would be pointless; not when the caller goes away.</param>
    Task UndoAsync(SagaFacts facts, CancellationToken cancel);
}
