using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Ways;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>Copies files to and from many instances side by side, over one SFTP connection each.</summary>
public sealed class CopyService(
    IInstanceApi instances, IWayChooser chooser, SshConnector connector, CopyOptions options, ICopyObserver observer)
{
    private static readonly TimeSpan PatienceWhenStopped = TimeSpan.FromSeconds(5);

    /// <summary>Copies from here to the instances.</summary>
    /// <param name="requests">What goes to which instance.</param>
    /// <param name="destination">A path on the instances; relative ones start at the account's home folder.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    public async Task UploadAsync(IReadOnlyList<CopyRequest> requests, string destination, CancellationToken cancel)
    {
        var (jobs, _) = await ResolveAsync(requests, cancel).ConfigureAwait(false);
        await EachAsync(jobs, (remote, paths, stop) => new Uploader(remote, options, observer).RunAsync(paths, destination, stop), cancel).ConfigureAwait(false);
    }

    /// <summary>Copies from the instances to here. Where there are several, each gets a folder with its id.</summary>
    /// <param name="requests">What comes from which instance.</param>
    /// <param name="matcher">Decides whether a name fits a part of a path; null for a part without wildcards.</param>
    /// <param name="destination">A full path here.</param>
    /// <param name="isFolder">It is meant to be a folder, there or not.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="Ec2KeyPairException">As <see cref="UploadAsync"/>.</exception>
    public async Task DownloadAsync(
        IReadOnlyList<CopyRequest> requests, Func<string, Func<string, bool>?> matcher, string destination, bool isFolder, CancellationToken cancel)
    {
        var (jobs, isMany) = await ResolveAsync(requests, cancel).ConfigureAwait(false);
        await EachAsync(
            jobs,
            (remote, paths, stop) => new Downloader(remote, options, observer).RunAsync(
                paths, matcher, isMany ? Path.Combine(destination, remote.InstanceId) : destination, isFolder || isMany, stop),
            cancel).ConfigureAwait(false);
    }

    // Each instance once, by whatever names it was given. Whether several were meant does not depend on how many are there today.
    private async Task<(IReadOnlyList<(Ec2Instance Instance, IReadOnlyList<string> Paths)> Jobs, bool IsMany)> ResolveAsync(
        IReadOnlyList<CopyRequest> requests, CancellationToken cancel)
    {
        var resolved = await new InstanceResolver(instances)
            .ResolveAsync(requests.Select(request => request.Identity).ToList(), cancel).ConfigureAwait(false);
        foreach (var missing in resolved.Where(target => target.Error is not null)) await observer.FailedAsync(missing.Error!).ConfigureAwait(false);
        var jobs = resolved.Zip(requests, (target, request) => (target.Instance, request.Paths))
            .Where(pair => pair.Instance is not null)
            .GroupBy(pair => pair.Instance!.InstanceId, StringComparer.Ordinal)
            .Select(same => (same.First().Instance!, (IReadOnlyList<string>)same.SelectMany(pair => pair.Paths).Distinct(StringComparer.Ordinal).ToList()))
            .ToList();
        return (jobs, jobs.Count + resolved.Count(target => target.Error is not null) > 1);
    }

    private Task EachAsync(
        IReadOnlyList<(Ec2Instance Instance, IReadOnlyList<string> Paths)> jobs,
        Func<RemoteFiles, IReadOnlyList<string>, CancellationToken, Task> copy,
        CancellationToken cancel) => SideBySide.ForEachAsync(
        jobs, options.ThrottleLimit, (job, stop) => OneAsync(job.Instance, remote => copy(remote, job.Paths, stop), stop), cancel);

    private async Task OneAsync(Ec2Instance instance, Func<RemoteFiles, Task> copy, CancellationToken cancel)
    {
        try
        {
            var way = await chooser.ChooseAsync(instance, SshPort.Of(instance, options.Port), cancel).ConfigureAwait(false);
            var link = await connector.ConnectForFilesAsync(instance, way, cancel).ConfigureAwait(false);
            await using (link.ConfigureAwait(false))
            {
                // A stopped copy takes its unfinished file away, if the instance answers soon enough.
                using var cut = new CancellationTokenSource();
                using (cut.Token.Register(link.Cut))
                using (cancel.Register(() => cut.CancelAfter(PatienceWhenStopped)))
                using (var watch = new StallWatch(options.LongestSilence, link.Cut))
                {
                    await copy(new RemoteFiles(link, watch)).ConfigureAwait(false);
                }
            }
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            cancel.ThrowIfCancellationRequested();
            await observer.FailedAsync(e).ConfigureAwait(false);
        }
    }
}
