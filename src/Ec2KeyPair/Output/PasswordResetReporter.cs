using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Windows.Reset;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Output;

/// <summary>Brings the core's new passwords to the pipeline, its questions to the person, and the waiting to the progress bar.</summary>
internal sealed class PasswordResetReporter(AsyncCmdlet cmdlet, bool asPlainText) : IPasswordResetObserver
{
    private const string Activity = "Setting new Windows passwords";
    private const int WaitingId = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Stopwatch _running = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<string, int> _bars = new(StringComparer.Ordinal);
    private int _lastBar = WaitingId;
    private int _set;

    public Task<bool> AllowsAsync(Ec2Instance instance, string action) => cmdlet.ShouldProcessAsync(
        instance.Name is { Length: > 0 } name ? $"{instance.InstanceId} ({Printable.Text(name)})" : instance.InstanceId, action);

    public Task<bool> SetAsync(NewWindowsPassword password)
    {
        Interlocked.Increment(ref _set);
        return cmdlet.TryWriteAsync(WindowsPasswordRecord.From(password, asPlainText));
    }

    public Task FailedAsync(Ec2KeyPairException error) => cmdlet.WriteErrorAsync(error);

    public Task ExplainAsync(string text) => cmdlet.WriteVerboseAsync(text);

    public Task WarnAsync(string text) => cmdlet.WriteWarningAsync(text);

    public Task WaitingAsync(int instances) => ShowAsync(
        Activity,
        new ProgressRecord(
            WaitingId,
            Activity,
            string.Format(CultureInfo.InvariantCulture, "{0} waiting, {1} done", instances, Volatile.Read(ref _set))));

    public Task StepAsync(ResetStep step) => ShowAsync(step.InstanceId, new ProgressRecord(
        BarOf(step.InstanceId),
        $"Resetting access to {step.InstanceId}",
        string.Format(CultureInfo.InvariantCulture, "step {0} of {1}: {2} ({3})", Math.Min(step.Done + 1, step.Total), step.Total, Printable.Text(step.Name), Printable.Text(step.Status)))
    {
        PercentComplete = step.Total == 0 ? -1 : 100 * step.Done / step.Total,
        RecordType = step.HasEnded ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });

    public Task<bool?> MayDeleteAsync(string parameterName) => cmdlet.AskAsync(
        $"The new password is in the parameter {parameterName} too. Delete it there?", "Password in Parameter Store");

    public void LastWord(string text) => cmdlet.SayAtEnd(text);

    /// <summary>Takes the progress bars away; nothing when nobody looks any more.</summary>
    internal async Task EndAsync()
    {
        foreach (var bar in _bars.Values.ToList())
        {
            if (cmdlet.IsStopping) return;
            await cmdlet.WriteProgressAsync(new ProgressRecord(bar, Activity, "done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private int BarOf(string instanceId) => _bars.TryGetValue(instanceId, out var bar) ? bar : Interlocked.Increment(ref _lastBar);

    // What takes less than a moment needs no bar.
    private Task ShowAsync(string key, ProgressRecord record)
    {
        if (_running.Elapsed < Patience && !_bars.ContainsKey(key)) return Task.CompletedTask;
        if (record.RecordType == ProgressRecordType.Completed) _bars.TryRemove(key, out _);
        else _bars[key] = record.ActivityId;
        return cmdlet.WriteProgressAsync(record);
    }
}
