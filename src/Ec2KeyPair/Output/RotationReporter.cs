using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Output;

/// <summary>Brings what becomes of keys to the pipeline, and how far the whole is to the progress bar.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="installed">Where the keys of instances are noted; null where it is another account's than the one that is logged in to by itself.</param>
internal sealed class RotationReporter(AsyncCmdlet cmdlet, InstalledKeys? installed) : IRotationObserver
{
    private const string Activity = "Rotating keys";

    public Task EndedAsync(KeyRotationResult result)
    {
        if (result.State.IsDone()) installed?.Note(result.InstanceId, result.NewFingerprint);
        return cmdlet.WriteAsync(result);
    }

    public Task FailedAsync(Ec2KeyPairException error) => cmdlet.WriteErrorAsync(error);

    public Task ProgressAsync(int done, int failed, int total) => cmdlet.WriteProgressAsync(new ProgressRecord(
        1, Activity, string.Format(CultureInfo.InvariantCulture, "{0} of {1} done, {2} failed", done, total, failed))
    {
        PercentComplete = total == 0 ? -1 : 100 * done / total,
        RecordType = done + failed >= total ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });
}
