using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect.Rdp.Mstsc;

/// <summary>mstsc's command line (Microsoft Learn, "mstsc"). Account, password and certificate go other ways.</summary>
internal static class MstscArguments
{
    private static readonly string[] Free = ["f", "w", "h", "span", "multimon", "admin"];

    /// <summary>The arguments, one string each.</summary>
    internal static IReadOnlyList<string> Of(RdpLaunch launch, string file) => [file, .. launch.ClientArguments];

    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    internal static void Check(IReadOnlyList<string> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Length > 1 && argument[0] == '/' && Free.Contains(argument.Substring(1).Split(':')[0], StringComparer.OrdinalIgnoreCase)) continue;
            throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid,
                $"-ClientArgument '{Text.Printable.Text(argument.Split(':')[0])}' is none that mstsc is given: "
                    + string.Join(", ", Free.Select(name => "/" + name)) + ".",
                mend: "Use -UserName, -LoginCredential, -Port and -HostKeyPolicy for the server, its identity and the credentials.");
        }
    }
}
