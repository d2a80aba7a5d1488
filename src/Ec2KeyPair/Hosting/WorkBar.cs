using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace Ec2KeyPair.Hosting;

/// <summary>The progress bar of a command that has none of its own and takes longer than a moment. Pipeline thread, except for counting.</summary>
/// <param name="show">Shows a record.</param>
internal sealed class WorkBar(Action<ProgressRecord> show)
{
    /// <summary>How often it is worth a look.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // That of the bars that commands have of their own: theirs takes this one's place.
    private const int ActivityId = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Stopwatch _working = new();
    private TimeSpan _next = Patience;
    private int _inputs;
    private int _results;
    private int _errors;
    private bool _isShown;

    /// <summary>The command shows how far it has come itself. Any thread.</summary>
    internal bool IsReplaced { get; set; }

    internal void CountInput() => Interlocked.Increment(ref _inputs);

    internal void CountResult() => Interlocked.Increment(ref _results);

    internal void CountError() => Interlocked.Increment(ref _errors);

    /// <summary>Shows how far the command has come, if it is time.</summary>
    /// <param name="activity">What the command does.</param>
    internal void Look(string activity)
    {
        _working.Start();
        if (IsReplaced || _working.Elapsed < _next) return;
        _next = _working.Elapsed + Interval;
        _isShown = true;
        show(new ProgressRecord(ActivityId, activity, Status()));
    }

    /// <summary>Takes the bar away, if it is there.</summary>
    internal void End(string activity)
    {
        if (!_isShown) return;
        _isShown = false;
        show(new ProgressRecord(ActivityId, activity, Status()) { RecordType = ProgressRecordType.Completed });
    }

    private string Status()
    {
        var status = string.Format(CultureInfo.InvariantCulture, "{0:N0} done", Volatile.Read(ref _results));
        if (Volatile.Read(ref _errors) is > 0 and var errors) status += string.Format(CultureInfo.InvariantCulture, ", {0:N0} failed", errors);
        return Volatile.Read(ref _inputs) is > 0 and var inputs ? status + string.Format(CultureInfo.InvariantCulture, ", {0:N0} given", inputs) : status;
    }
}
