using Ec2KeyPair.Module.Tests.Help;

namespace Ec2KeyPair.Module.Tests;

/// <summary>What <see cref="FreshProcess"/> starts, and the tool that mends the pages of the help.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments.FirstOrDefault())
        {
            case nameof(IsolationScenario.ImportAlone):
                IsolationScenario.ImportAlone();
                return 0;
            case nameof(IsolationScenario.BesideOlderAsync):
                await IsolationScenario.BesideOlderAsync(arguments[1]);
                return 0;
            case nameof(Ssh.HostileSftp):
                Ssh.HostileSftp.Run();
                return 0;
            case nameof(Ssh.FaultySftp):
                await Ssh.FaultySftp.RunAsync(arguments[1], arguments[2]);
                return 0;
            case nameof(Ssh.TerminatedCommand):
                Ssh.TerminatedCommand.Run(arguments[1..]);
                return 0;
            case nameof(Sessions.ProxyScenario):
                Sessions.ProxyScenario.Run(arguments[1], arguments[2]);
                return 0;
            case nameof(Repair.KilledRepair):
                Repair.KilledRepair.Run(arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
                return 0;
            case nameof(Packaging.PackageScenario):
                Packaging.PackageScenario.Run(arguments[1], arguments[2]);
                return 0;
            case "update-help":
                await HelpUpdate.RunAsync();
                return 0;
            default:
                Console.Error.WriteLine("Run the tests with 'dotnet test'.");
                return 2;
        }
    }
}
