using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>
/// Connects a remote desktop: looks at the server's certificate, has it judged, and only then starts the client, which
/// is told to accept this very certificate and no other.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="trust">Judges.</param>
/// <param name="explain">Told each decision, and what the client prints, for -Verbose.</param>
public sealed class RdpConnector(IRdpClient client, RdpTrust trust, Func<string, Task> explain)
{
    /// <summary>Runs the client to its end.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="Errors.Ec2KeyPairException">
    /// RdpConnectionFailed, RdpServerUnsupported, RdpCertificateMismatch, RdpCertificateUnknown, or what the client's run fails with.
    /// </exception>
    public async Task<int> RunAsync(RdpPlan plan, CancellationToken cancel)
    {
        var id = plan.Instance.InstanceId;
        client.CheckArguments(plan.ClientArguments);
        var server = await RdpCertificateProbe.LookAsync(plan.Address, cancel).ConfigureAwait(false);
        var reason = await trust.DecideAsync(id, server.Certificate, plan.HostKeyPolicy, cancel).ConfigureAwait(false);
        await explain($"RDP certificate {server.Certificate.Sha1}: {reason}.").ConfigureAwait(false);
        await explain($"User {plan.Login.Account}: {plan.Login.Evidence}.").ConfigureAwait(false);
        var name = Path.GetFileNameWithoutExtension(client.Path);
        return await client.RunAsync(
            new RdpLaunch
            {
                InstanceId = id,
                Address = plan.Address,
                Login = plan.Login,
                Server = server,
                Title = RdpTitle.For(id, plan.Instance.Name),
                FilePath = plan.FilePath,
                ClientArguments = plan.ClientArguments,
                Say = line => explain($"{name}: {line}"),
            },
            cancel).ConfigureAwait(false);
    }
}
