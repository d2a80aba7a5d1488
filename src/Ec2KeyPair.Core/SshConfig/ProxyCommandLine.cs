using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>ssh's ProxyCommand that goes through this module. ssh puts the instance's id for <c>%h</c> and the port for <c>%p</c>.</summary>
internal static class ProxyCommandLine
{
#if NET
    private const string Shell = "pwsh";
#else
    private const string Shell = "powershell";
#endif

    /// <exception cref="Errors.Ec2KeyPairException">ArgumentUnsafe.</exception>
    internal static string Of(ConnectionRoute via, SshHostScope scope) =>
        $"{Shell} -NoProfile -NonInteractive -Command \"Connect-EC2Instance %h -Port %p -Via {via} -AsProxy {scope.ToParameters()}\"";
}
