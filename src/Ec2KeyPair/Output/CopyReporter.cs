using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Files;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Output;

/// <summary>Brings what is copied to the pipeline, and how far it has come to the progress bar.</summary>
internal sealed class CopyReporter(AsyncCmdlet cmdlet) : ICopyObserver
{
    private const int ActivityId = 1;
    private const long MillisecondsBetween = 250;
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private long _nextShown = MillisecondsBetween;
    private long _bytes;
    private int _files;

    public Task<bool> MayCopyAsync(string instanceId, string path, string destination) =>
        cmdlet.ShouldProcessAsync(instanceId, $"Copy '{Printable.Text(path)}' to '{Printable.Text(destination)}'");

    public Task CopiedAsync(CopiedFile file)
    {
        Interlocked.Increment(ref _files);
        return cmdlet.WriteAsync(CopiedItem.From(file));
    }

    public Task FailedAsync(Ec2KeyPairException error) => cmdlet.WriteErrorAsync(error);

    public Task WarnAsync(string text) => cmdlet.WriteWarningAsync(text);

    public void Passed(string instanceId, string path, int bytes)
    {
        var all = Interlocked.Add(ref _bytes, bytes);
        var now = _time.ElapsedMilliseconds;
        var next = Interlocked.Read(ref _nextShown);
        // One of the threads that come at the same time shows it.
        if (now < next || Interlocked.CompareExchange(ref _nextShown, now + MillisecondsBetween, next) != next) return;
        var status = string.Format(
            CultureInfo.InvariantCulture, "{0} files done, {1:0.0} MB, {2:0.0} MB/s", Volatile.Read(ref _files), all / 1e6, all / 1e3 / Math.Max(1, now));
        _ = cmdlet.WriteProgressAsync(new ProgressRecord(ActivityId, "Copying", status) { CurrentOperation = $"{instanceId}: {Printable.Text(path)}" });
    }

    /// <summary>Takes the progress bar away, if it was ever there.</summary>
    internal async Task EndAsync()
    {
        if (Interlocked.Read(ref _nextShown) == MillisecondsBetween || cmdlet.IsStopping) return;
        await cmdlet.WriteProgressAsync(new ProgressRecord(ActivityId, "Copying", "done") { RecordType = ProgressRecordType.Completed });
    }
}
