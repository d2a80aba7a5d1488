using System.Runtime.ExceptionServices;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Repair.Sagas;

/// <summary>
/// Changes several things one after another, does what that was for, and puts all of them back in the reverse order, also
/// when something failed half way. Every step is in the journal before it is taken, so that a saga whose process was
/// killed at any point is taken up where it was.
/// </summary>
/// <param name="name">What the journal knows it by.</param>
/// <param name="steps">What is changed, in this order.</param>
/// <param name="purpose">What it is for, done while all steps stand; like a step it may be called again after a kill.</param>
/// <param name="journal">Outlives the process.</param>
/// <param name="tell">Is told each step, for -Verbose.</param>
/// <example><code>
/// var saga = new Saga("RootVolume", [stop, detach, attachToHelper], EditAsync, journal, WriteVerboseAsync);
/// await saga.RunAsync(cancel);
/// </code></example>
public sealed class Saga(string name, IReadOnlyList<ISagaStep> steps, Func<SagaFacts, CancellationToken, Task> purpose, ISagaJournal journal, Func<string, Task> tell)
{
    /// <summary>Begins it, or goes on with one of this name that was not finished.</summary>
    /// <param name="prepare">Notes what all steps need, when it begins.</param>
    /// <param name="cancel">Gives up; what was changed is put back all the same, and is waited for.</param>
    /// <returns>True when it has done what it is for; false when it was found on its way back, and is back now.</returns>
    /// <exception cref="Ec2KeyPairException">
    /// What failed, once all is back in its place; RepairUnfinished when something could not be put back: running it again goes on with that.
    /// </exception>
    public async Task<bool> RunAsync(Action<SagaFacts> prepare, CancellationToken cancel)
    {
        var record = SagaRecord.Of(journal.Read());
        if (!record.IsOpen)
        {
            journal.Append(new JournalEntry(JournalMark.Began, name));
            record = SagaRecord.Of([new JournalEntry(JournalMark.Began, name)]);
        }

        var facts = new SagaFacts(journal, record.Entries);
        ExceptionDispatchInfo? failure = null;
        if (!record.IsUnwinding && !record.IsServed) failure = await ForwardAsync(record, facts, prepare, cancel).ConfigureAwait(false);
        await UnwindAsync(record, facts, failure?.SourceException).ConfigureAwait(false);
        failure?.Throw();
        return record.IsServed;
    }

    /// <summary>Puts back what an unfinished saga of this name has changed; nothing where none is.</summary>
    /// <exception cref="Ec2KeyPairException">RepairUnfinished.</exception>
    public async Task AbandonAsync()
    {
        var record = SagaRecord.Of(journal.Read());
        if (record.IsOpen) await UnwindAsync(record, new SagaFacts(journal, record.Entries), null).ConfigureAwait(false);
    }

    private async Task<ExceptionDispatchInfo?> ForwardAsync(SagaRecord record, SagaFacts facts, Action<SagaFacts> prepare, CancellationToken cancel)
    {
        try
        {
            prepare(facts);
            // Never once more what is done: a later step may have been for the very opposite (stop, change, start).
            foreach (var step in steps.Where(step => !record.IsDone(step.Name)))
            {
                cancel.ThrowIfCancellationRequested();
                Note(record, JournalMark.Doing, step.Name);
                await tell($"{step.Name}.").ConfigureAwait(false);
                await step.DoAsync(facts, cancel).ConfigureAwait(false);
                Note(record, JournalMark.Done, step.Name);
            }

            await purpose(facts, cancel).ConfigureAwait(false);
            Note(record, JournalMark.Served, "");
            return null;
        }
        catch (Exception e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }

    private async Task UnwindAsync(SagaRecord record, SagaFacts facts, Exception? failure)
    {
        // Where the journal can't be written any more, putting things back is all the more urgent.
        Ec2KeyPairException? silent = null;
        if (!record.IsUnwinding) TryNote(record, JournalMark.Unwinding, "", ref silent);
        foreach (var step in steps.Reverse().Where(step => record.MayStand(step.Name)))
        {
            try
            {
                await TellAsync($"Back: {step.Name}.").ConfigureAwait(false);
                await step.UndoAsync(facts, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is Ec2KeyPairException or OperationCanceledException)
            {
                throw Unfinished(step, e, failure);
            }

            TryNote(record, JournalMark.Undone, step.Name, ref silent);
        }

        TryNote(record, JournalMark.Ended, "", ref silent);
        if (silent is not null && failure is null) throw silent;
    }

    // A caller that has gone away (Ctrl+C) hears nothing any more; that is no reason to leave things as they are.
    private async Task TellAsync(string text)
    {
        try
        {
            await tell(text).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // As said.
        }
    }

    private void Note(SagaRecord record, JournalMark mark, string about)
    {
        var entry = new JournalEntry(mark, about);
        journal.Append(entry);
        record.Take(entry);
    }

    private void TryNote(SagaRecord record, JournalMark mark, string about, ref Ec2KeyPairException? failure)
    {
        try
        {
            Note(record, mark, about);
        }
        catch (Ec2KeyPairException e)
        {
            record.Take(new JournalEntry(mark, about));
            failure ??= e;
        }
    }

    private Ec2KeyPairException Unfinished(ISagaStep step, Exception cause, Exception? failure) => new(
        ErrorCondition.RepairUnfinished,
        $"The repair by {name} {(failure is null ? "" : $"failed ({failure.Message}), and ")}could not put everything back: {step.Name}: {cause.Message}",
        null,
        "When the cause is mended, run the same command again: it goes on from there.",
        failure ?? cause);
}
