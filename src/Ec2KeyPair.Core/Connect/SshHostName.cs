using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Lets only addresses and DNS names through to ssh.</summary>
internal static class SshHostName
{
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe.</exception>
    internal static string Checked(string host) => HostNameForm.Normal(host) ?? throw new Ec2KeyPairException(
        ErrorCondition.ArgumentUnsafe,
        $"'{Text.Printable.Text(host)}' is neither an IP address nor a DNS name; it is not passed to ssh.",
        host);
}
