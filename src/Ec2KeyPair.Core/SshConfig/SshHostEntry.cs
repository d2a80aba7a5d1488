using System.Globalization;
using System.Text;
using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>How ssh gets to one instance.</summary>
public sealed record SshHostEntry
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Where it was looked up.</summary>
    public required SshHostScope Scope { get; init; }

    /// <summary>Its name for ssh; null for the id alone.</summary>
    public string? Alias { get; init; }

    /// <summary>The address; for a way through this module the instance's id.</summary>
    public required string HostName { get; init; }

    /// <summary>The account.</summary>
    public required string User { get; init; }

    /// <summary>TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>Full path of the private key; null leaves the choice to ssh.</summary>
    public string? IdentityFile { get; init; }

    /// <summary>Full path of the known_hosts file.</summary>
    public required string KnownHosts { get; init; }

    /// <summary>True when the host's key is pinned: then ssh takes no other, and never asks.</summary>
    public required bool IsPinned { get; init; }

    /// <summary>The way.</summary>
    public required ConnectionRoute Via { get; init; }

    /// <summary>What stands under the Host line, one setting a line (ssh_config(5)).</summary>
    /// <exception cref="Errors.Ec2KeyPairException">ArgumentUnsafe.</exception>
    internal string Settings()
    {
        var text = new StringBuilder();
        Add("HostName", SshHostName.Checked(HostName));
        Add("User", SshUserName.Checked(User));
        Add("Port", Port.ToString(CultureInfo.InvariantCulture));
        if (IdentityFile is not null)
        {
            Add("IdentityFile", SshOption.Path(IdentityFile));
            Add("IdentitiesOnly", "yes");
        }

        Add("HostKeyAlias", SshHostName.Checked(InstanceId));
        Add("UserKnownHostsFile", SshOption.Path(KnownHosts));
        Add("StrictHostKeyChecking", IsPinned ? "yes" : "ask");
        // As in SshCommandLine: an address says nothing about an instance, and a pin has to be found again.
        Add("CheckHostIP", "no");
        Add("HashKnownHosts", "no");
        if (Via != ConnectionRoute.Direct) Add("ProxyCommand", ProxyCommandLine.Of(Via, Scope));
        return text.ToString();

        void Add(string name, string value) => text.Append("    ").Append(name).Append(' ').Append(value).Append('\n');
    }
}
