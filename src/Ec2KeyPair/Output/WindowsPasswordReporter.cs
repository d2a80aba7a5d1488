using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Output;

/// <summary>Brings the core's results to the pipeline, and the waiting to the progress bar.</summary>
internal sealed class WindowsPasswordReporter(AsyncCmdlet cmdlet, bool asPlainText) : IWindowsPasswordObserver
{
    private const int ActivityId = 1;
    private bool _hasShownProgress;
    private int _found;

    public Task FoundAsync(WindowsPasswordResult result)
    {
        Interlocked.Increment(ref _found);
        return cmdlet.WriteAsync(WindowsPasswordRecord.From(result, asPlainText));
    }

    public Task FailedAsync(Ec2KeyPairException error) => cmdlet.WriteErrorAsync(error);

    public Task ExplainAsync(string text) => cmdlet.WriteVerboseAsync(text);

    public Task WaitingAsync(int instances, TimeSpan remaining)
    {
        _hasShownProgress = true;
        var status = string.Format(
            CultureInfo.InvariantCulture, "{0} waiting, {1} done, up to {2:hh\\:mm\\:ss} left", instances, Volatile.Read(ref _found), remaining);
        return cmdlet.WriteProgressAsync(Record(status));
    }

    /// <summary>Takes the progress bar away; nothing when it was never there or nobody looks any more.</summary>
    internal async Task EndAsync()
    {
        if (!_hasShownProgress || cmdlet.IsStopping) return;
        var record = Record("done");
        record.RecordType = ProgressRecordType.Completed;
        await cmdlet.WriteProgressAsync(record);
    }

    private static ProgressRecord Record(string status) => new(ActivityId, "Waiting for Windows passwords", status);
}
