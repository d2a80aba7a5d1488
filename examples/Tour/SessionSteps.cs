using System.Net;
using System.Net.Sockets;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Tour;

/// <summary>The same instance by way of its agent alone: a command, and a tunnel to a port that nothing else reaches.</summary>
internal sealed class SessionSteps(Lab lab, Screen screen, Check check, Fleet fleet)
{
    private const string Greeting = "hello from behind the agent\n";

    internal async Task RunAsync(CancellationToken cancel)
    {
        fleet.Linux.SsmAgent = new SsmAgent();
        screen.Heading("7. Without SSH, key or open port: Session Manager, spoken by the module itself");
        if (OperatingSystem.IsWindows()) screen.Note("The command is left out: this endpoint runs commands with sh.");
        else await CommandAsync(cancel);
        await TunnelAsync(cancel);
        check.That(lab.Aws.Sessions.Violations.Count == 0, "the agent had nothing to object to");
    }

    private async Task CommandAsync(CancellationToken cancel)
    {
        var outcome = await lab.Shell.TypeAsync("Invoke-EC2InstanceCommand linux-1 'echo out; echo err >&2; exit 3'", cancel);
        Check.HasNoErrors(outcome);
        check.That(
            outcome.Output is [var result] && 3.Equals(result.Properties["ExitCode"].Value) && "err\n".Equals(result.Properties["StandardError"].Value),
            "output, error output and exit code came apart");
    }

    private async Task TunnelAsync(CancellationToken cancel)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        var outcome = await lab.Shell.TypeAsync($"New-EC2Tunnel linux-1 {port}", cancel);
        Check.HasNoErrors(outcome);
        var greeting = GreetAsync(server, cancel);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, (int)outcome.Output[0].Properties["LocalPort"].Value, cancel);
            var said = await new StreamReader(client.GetStream()).ReadLineAsync(cancel);
            check.That(said + "\n" == Greeting, "a connection to the local port reached the one behind the agent");
        }

        await greeting;
        Check.HasNoErrors(await lab.Shell.TypeAsync("Get-EC2Tunnel | Remove-EC2Tunnel", cancel));
        check.That(lab.Aws.Sessions.All.All(session => session.IsEnded), "every session was ended on the instance too");
    }

    private static async Task GreetAsync(TcpListener server, CancellationToken cancel)
    {
        using var client = await server.AcceptTcpClientAsync(cancel);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Greeting), cancel);
    }
}
