using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Usage;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Output;

/// <summary>Brings what goes wrong to the error stream, and how far a survey has come to the progress bar.</summary>
internal sealed class UsageReporter(AsyncCmdlet cmdlet, int regions, Func<Ec2KeyPairException, Task> failedAsync) : IUsageObserver
{
    private const int ActivityId = 1;
    private const string Activity = "Finding out who uses which key pair";
    private const long MillisecondsBetween = 250;
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private long _nextShown = MillisecondsBetween;
    private long _instances;
    private int _ended;

    public Task FailedAsync(Ec2KeyPairException error) => failedAsync(error);

    public void Counted(int instances)
    {
        Interlocked.Add(ref _instances, instances);
        Show();
    }

    public void Ended()
    {
        Interlocked.Increment(ref _ended);
        Show();
    }

    /// <summary>Takes the progress bar away, if it was ever there.</summary>
    internal async Task EndAsync()
    {
        if (Interlocked.Read(ref _nextShown) == MillisecondsBetween || cmdlet.IsStopping) return;
        await cmdlet.WriteProgressAsync(new ProgressRecord(ActivityId, Activity, "done") { RecordType = ProgressRecordType.Completed });
    }

    private void Show()
    {
        var now = _time.ElapsedMilliseconds;
        var next = Interlocked.Read(ref _nextShown);
        // One of the threads that come at the same time shows it.
        if (now < next || Interlocked.CompareExchange(ref _nextShown, now + MillisecondsBetween, next) != next) return;
        var ended = Volatile.Read(ref _ended);
        var status = string.Format(CultureInfo.InvariantCulture, "{0:N0} instances, {1} of {2} Regions done", Interlocked.Read(ref _instances), ended, regions);
        _ = cmdlet.WriteProgressAsync(new ProgressRecord(ActivityId, Activity, status) { PercentComplete = 100 * ended / regions });
    }
}
