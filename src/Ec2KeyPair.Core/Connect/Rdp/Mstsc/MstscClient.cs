using System.Diagnostics;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Terminal;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Connect.Rdp.Mstsc;

/// <summary>Windows' own client.</summary>
/// <param name="path">Full path of mstsc.exe.</param>
/// <param name="credentials">Where it looks for account and password.</param>
/// <param name="registry">Where it looks for the certificate to accept.</param>
internal sealed class MstscClient(string path, IWindowsCredentials credentials, IUserRegistry registry) : IRdpClient
{
    public string Path => path;

    // Both of these go by the address alone: two tunnels that end at 127.0.0.1 would share them.
    public bool NeedsOwnLocalAddress => true;

    /// <summary>The one that comes with the system; never one that stands on PATH before it.</summary>
    /// <exception cref="Ec2KeyPairException">RdpClientNotFound.</exception>
    internal static MstscClient Find()
    {
        var path = System.IO.Path.Combine(Environment.SystemDirectory, "mstsc.exe");
        return File.Exists(path)
            ? new MstscClient(path, new WindowsCredentials(), new WindowsUserRegistry())
            : throw new Ec2KeyPairException(
                ErrorCondition.RdpClientNotFound, $"There is no '{path}': this edition of Windows has no remote desktop client.", "mstsc.exe");
    }

    public void CheckArguments(IReadOnlyList<string> arguments) => MstscArguments.Check(arguments);

    public async Task<int> RunAsync(RdpLaunch launch, CancellationToken cancel)
    {
        CheckArguments(launch.ClientArguments);
        var host = launch.Address.Host;
        var target = TemporaryCredential.TargetOf(host);
        using var turn = credentials.TryReserve(target) ?? throw Busy(host);
        using var folder = new PrivateTemporaryFolder();
        var file = RdpConnectionFile.Write(launch, folder);

        // The pin before the password: once that is there, no other server gets it. Taken away in the other order, also
        // when this process is told to end.
        using var pin = new TemporaryCertificateHash(registry, host, launch.Server.Certificate);
        using var pinOnExit = new RestoreOnExit(pin.Dispose);
        using var credential = new TemporaryCredential(credentials, target, launch.Login);
        using var credentialOnExit = new RestoreOnExit(credential.Dispose);
        using var process = RdpProcess.Start(new ProcessStartInfo(path), MstscArguments.Of(launch, file));
        return await process.EndAsync(cancel).ConfigureAwait(false);
    }

    private static Ec2KeyPairException Busy(string host) => new(
        ErrorCondition.RdpClientBusy,
        $"Another Connect-EC2Instance of yours is connected to {host}: mstsc knows one account and one certificate of a host at a time.",
        host,
        "End that connection first.");
}
