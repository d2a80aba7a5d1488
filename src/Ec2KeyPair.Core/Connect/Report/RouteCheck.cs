using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Connect.Report;

/// <summary>All ways to an instance, and the one that would be taken.</summary>
/// <param name="routes">Looks at them.</param>
/// <param name="port">The TCP port of the server; null for SSH's as every login takes it, or Remote Desktop's on Windows.</param>
public sealed class RouteCheck(RouteSelector routes, int? port) : IInstanceCheck
{
    /// <inheritdoc/>
    public bool NeedsRunning => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AccessCheck>> LookAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var asked = instance.IsWindows ? port ?? Rdp.RdpAddress.DefaultPort : SshPort.Of(instance, port);
        var answers = await routes.LookAsync(instance, asked, cancel).ConfigureAwait(false);
        return answers.SelectMany(answer => answer.Checks).Append(Chosen(answers, asked)).ToList();
    }

    private static AccessCheck Chosen(IReadOnlyList<RouteAnswer> answers, int port)
    {
        if (RouteSelector.Choose(answers) is { } chosen)
        {
            return new(AccessCheckKind.Route, chosen.Verdict, $"-Via Auto takes {chosen.Kind} to port {port}: {chosen.Reason}");
        }

        return new(
            AccessCheckKind.Route,
            AccessVerdict.Failed,
            $"no way to port {port} is open",
            "Do one of these. " + string.Join(" ", answers.Where(answer => answer.Mend is not null).Select(answer => $"{answer.Kind}: {answer.Mend}")));
    }
}
