using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Output;

/// <summary>Brings what becomes of keys to the pipeline, and how far the whole is to the progress bar.</summary>
internal sealed class RotationReporter(AsyncCmdlet cmdlet) : IRotationObserver
{
    private const string Activity = "Rotating keys";

    public Task EndedAsync(KeyRotationResult result) => cmdlet.WriteAsync(result);

    public Task FailedAsync(Ec2KeyPairException error) => cmdlet.WriteErrorAsync(error);

    public Task ProgressAsync(int done, int failed, int total) => cmdlet.WriteProgressAsync(new ProgressRecord(
        1, Activity, string.Format(CultureInfo.InvariantCulture, "{0} of {1} done, {2} failed", done, total, failed))
    {
        PercentComplete = total == 0 ? -1 : 100 * done / total,
        RecordType = done + failed >= total ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });
}
