using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Host;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Hosting;

/// <summary>
/// A cmdlet whose work is asynchronous. Ctrl+C only cancels <see cref="CancelToken"/>; the prompt comes back when
/// the body has ended.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _lastWords = new();
    private readonly PipelineThread _pipeline;
    private readonly WorkBar _bar;
    private bool _stopRequested;

    /// <summary>Creates the cmdlet; the engine does.</summary>
    protected AsyncCmdlet()
    {
        _bar = new WorkBar(WriteProgress);
        _pipeline = new PipelineThread(_stop, WorkBar.Interval, LookAtTheBar);
    }

    /// <summary>Cancelled when the pipeline is stopped or nobody wants more output.</summary>
    protected CancellationToken CancelToken => _stop.Token;

    /// <summary>True from the moment on in which nobody wants output any more.</summary>
    internal bool IsStopping => _stop.IsCancellationRequested;

    private protected PipelineThread Pipeline => _pipeline;

    /// <summary>Whether what takes longer than a second may have a progress bar: not where the terminal is somebody else's.</summary>
    private protected virtual bool MayShowProgress => true;

    /// <summary>Writes a record; safe on any thread. Await it: that is the back-pressure.</summary>
    internal Task WriteAsync(object record)
    {
        _bar.CountResult();
        return _pipeline.InvokeAsync(() => WriteObject(record));
    }

    /// <summary>Writes the records of one input, and nothing between them: a view may have a heading for them. Safe on any thread.</summary>
    internal Task WriteAllAsync(IEnumerable<object> records)
    {
        _bar.CountResult();
        return _pipeline.InvokeAsync(() => WriteObject(records, enumerateCollection: true));
    }

    /// <summary>Writes a record that must not get lost unnoticed. Safe on any thread.</summary>
    /// <returns>True when it went down the pipeline, false when that was closed already.</returns>
    internal async Task<bool> TryWriteAsync(object record)
    {
        var isWritten = false;
        _bar.CountResult();
        try
        {
            await _pipeline.InvokeAsync(() =>
            {
                isWritten = !IsStopping;
                WriteObject(record);
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Closed before, or by this very record: a Select-Object -First has it and wants no more.
        }

        return isWritten;
    }

    /// <summary>
    /// Says something to the person at the host when everything has ended: for what has to be told after Ctrl+C, when
    /// no stream takes anything any more. Safe on any thread.
    /// </summary>
    internal void SayAtEnd(string text) => _lastWords.Enqueue(text);

    /// <summary>Reports one failed input; the rest goes on. Safe on any thread.</summary>
    internal Task WriteErrorAsync(Exception error)
    {
        _bar.CountError();
        return _pipeline.InvokeAsync(() => WriteError(ErrorRecordFactory.Create(error)));
    }

    /// <summary>Explains a decision under -Verbose. Safe on any thread.</summary>
    internal Task WriteVerboseAsync(string text) => _pipeline.InvokeAsync(() => WriteVerbose(text));

    /// <summary>Warns. Safe on any thread.</summary>
    internal Task WriteWarningAsync(string text) => _pipeline.InvokeAsync(() => WriteWarning(text));

    /// <summary>Shows progress; from now on nothing else does. Safe on any thread.</summary>
    internal Task WriteProgressAsync(ProgressRecord progress)
    {
        _bar.IsReplaced = true;
        return _pipeline.InvokeAsync(() => WriteProgress(progress));
    }

    /// <summary>Asks -WhatIf and -Confirm; where nobody can answer, the command ends with HostNotInteractive. Safe on any thread.</summary>
    internal Task<bool> ShouldProcessAsync(string target, string action) =>
        _pipeline.InvokeAsync(() => Confirmation.Ask(this, target, action));

    /// <summary>Asks a question of its own, which no preference answers; null where nobody can be asked. Safe on any thread.</summary>
    internal Task<bool?> AskAsync(string question, string caption) => _pipeline.InvokeAsync<bool?>(
        () => HostConsole.IsInteractive(Host) ? ShouldContinue(question, caption) : null);

    /// <summary>Runs an asynchronous body on behalf of the calling engine method, to its very end.</summary>
    private protected void Run(Func<Task> body) => Guard(() => RunUntilEnd(Start(body)));

    /// <summary>Pipeline thread: serves a body to its very end, with a progress bar where it takes its time.</summary>
    private protected void RunUntilEnd(Task body)
    {
        using var onTermination = new EndOnTermination(StopProcessing);
        try
        {
            _pipeline.RunUntilEnd(body);
        }
        finally
        {
            // When nobody takes anything any more, the host has taken the bar away.
            if (!IsStopping) _bar.End(Activity);
        }
    }

    /// <summary>There is one more input to work on.</summary>
    private protected void CountInput() => _bar.CountInput();

    private string Activity => MyInvocation.MyCommand.Name;

    private void LookAtTheBar()
    {
        if (MayShowProgress && !IsStopping) _bar.Look(Activity);
    }

    /// <summary>Runs one input's work: what fails there is that input's error, and the next one goes on.</summary>
    private protected async Task ReportAsync(Func<Task> piece)
    {
        try
        {
            await piece().ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    /// <summary>Starts a body off the pipeline thread, so that nothing in it can block the engine.</summary>
    private protected static Task Start(Func<Task> body) => Task.Run(body);

    /// <summary>Turns what a body threw into what the engine understands.</summary>
    private protected void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (_stopRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (e is not (PipelineStoppedException or RuntimeException))
        {
            ThrowTerminatingError(ErrorRecordFactory.Create(e));
        }
        finally
        {
            SayLastWords();
        }
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        _stopRequested = true;
        _stop.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what still runs. The engine calls this when the pipeline ends, however it ends.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        SayLastWords();
        _pipeline.Dispose();
        _stop.Dispose();
    }

    private void SayLastWords()
    {
        while (_lastWords.TryDequeue(out var text))
        {
            try
            {
                Host.UI.WriteWarningLine(text);
            }
            catch (Exception e) when (e is HostException or PSInvalidOperationException or NotImplementedException)
            {
                // A host without a user interface: nobody is there.
            }
        }
    }

    /// <summary>An exception for parameters that don't go together.</summary>
    private protected static Ec2KeyPairException ParameterError(string message, string? mend = null) =>
        new(ErrorCondition.ParameterInvalid, message, mend: mend);
}
