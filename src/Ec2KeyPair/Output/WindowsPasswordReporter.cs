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
    private int _failed;

    public Task FoundAsync(WindowsPasswordResult result)
    {
        Interlocked.Increment(ref _found);
        return cmdlet.WriteAsync(WindowsPasswordRecord.From(result, asPlainText));
    }

    public Task FailedAsync(Ec2KeyPairException error)
    {
        Interlocked.Increment(ref _failed);
        return cmdlet.WriteErrorAsync(error);
    }

    public Task WarnAsync(string text) => cmdlet.WriteWarningAsync(text);

    public Task ExplainAsync(string text) => cmdlet.WriteVerboseAsync(text);

    public Task WaitingAsync(int instances, TimeSpan remaining)
    {
        _hasShownProgress = true;
        var left = remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining;
        var record = Record(string.Format(CultureInfo.InvariantCulture, "{0} waiting, {1}, up to {2:hh\\:mm\\:ss} left", instances, Done(), left));
        var ended = Volatile.Read(ref _found) + Volatile.Read(ref _failed);
        record.PercentComplete = (int)(100L * ended / (ended + instances));
        record.SecondsRemaining = (int)left.TotalSeconds;
        return cmdlet.WriteProgressAsync(record);
    }

    /// <summary>Takes the progress bar away; nothing when it was never there or nobody looks any more.</summary>
    internal async Task EndAsync()
    {
        if (!_hasShownProgress || cmdlet.IsStopping) return;
        var record = Record(Done());
        record.RecordType = ProgressRecordType.Completed;
        await cmdlet.WriteProgressAsync(record);
    }

    private string Done()
    {
        var failed = Volatile.Read(ref _failed);
        return Volatile.Read(ref _found).ToString(CultureInfo.InvariantCulture) + " done"
            + (failed == 0 ? "" : ", " + failed.ToString(CultureInfo.InvariantCulture) + " failed");
    }

    private static ProgressRecord Record(string status) => new(ActivityId, "Waiting for Windows passwords", status);
}
