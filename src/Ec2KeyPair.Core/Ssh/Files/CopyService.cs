using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Ways;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>Copies files to and from many instances side by side, over one SFTP connection each.</summary>
public sealed class CopyService(
    IInstanceApi instances, IWayChooser chooser, SshWays ways, SshConnector connector, CopyOptions options, ICopyObserver observer)
{
    private static readonly TimeSpan PatienceWhenStopped = TimeSpan.FromSeconds(5);

    /// <summary>Copies from here to the instances.</summary>
    /// <param name="requests">What goes to which instance.</param>
    /// <param name="destination">A path on the instances; relative ones start at the account's home folder.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    public Task UploadAsync(IReadOnlyList<CopyRequest> requests, string destination, CancellationToken cancel) => EachAsync(
        requests,
        (remote, request, stop) => new Uploader(remote, options, observer).RunAsync(request.Paths, destination, stop),
        cancel);

    /// <summary>Copies from the instances to here. Where there are several, each gets a folder with its id.</summary>
    /// <param name="requests">What comes from which instance.</param>
    /// <param name="matcher">Decides whether a name fits a part of a path; null for a part without wildcards.</param>
    /// <param name="destination">A full path here.</param>
    /// <param name="isFolder">It is meant to be a folder, there or not.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="Ec2KeyPairException">As <see cref="UploadAsync"/>.</exception>
    public Task DownloadAsync(
        IReadOnlyList<CopyRequest> requests, Func<string, Func<string, bool>?> matcher, string destination, bool isFolder, CancellationToken cancel) => EachAsync(
        requests,
        (remote, request, stop) => new Downloader(remote, options, observer).RunAsync(
            request.Paths,
            matcher,
            requests.Count > 1 ? Path.Combine(destination, remote.InstanceId) : destination,
            isFolder || requests.Count > 1,
            stop),
        cancel);

    private async Task EachAsync(
        IReadOnlyList<CopyRequest> requests, Func<RemoteFiles, CopyRequest, CancellationToken, Task> copy, CancellationToken cancel)
    {
        var resolved = await new InstanceResolver(instances)
            .ResolveAsync(requests.Select(request => request.Identity).ToList(), cancel).ConfigureAwait(false);
        await SideBySide.ForEachAsync(
            resolved.Zip(requests, (target, request) => (target, request)),
            options.ThrottleLimit,
            (piece, stop) => OneAsync(piece.target, piece.request, copy, stop),
            cancel).ConfigureAwait(false);
    }

    private async Task OneAsync(
        ResolvedInstance target, CopyRequest request, Func<RemoteFiles, CopyRequest, CancellationToken, Task> copy, CancellationToken cancel)
    {
        try
        {
            var instance = target.Instance ?? throw target.Error!;
            var route = await chooser.ChooseAsync(instance, options.Port, cancel).ConfigureAwait(false);
            var link = await connector.ConnectForFilesAsync(instance, ways[route], options.Port, cancel).ConfigureAwait(false);
            await using (link.ConfigureAwait(false))
            {
                // A stopped copy takes its unfinished file away, if the instance answers soon enough.
                using var cut = new CancellationTokenSource();
                using (cut.Token.Register(link.Cut))
                using (cancel.Register(() => cut.CancelAfter(PatienceWhenStopped)))
                {
                    await copy(new RemoteFiles(link), request, cancel).ConfigureAwait(false);
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
