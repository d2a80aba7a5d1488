namespace Ec2KeyPair.Core.Connect;

/// <summary>
/// The arguments of the OpenSSH client for one connection. The host is named by its instance id and its address
/// goes into HostName, so that known_hosts and the user's own <c>Host i-*</c> blocks go by the id, and an address
/// that another instance had before neither warns nor fools anyone.
/// </summary>
public sealed record SshCommandLine
{
    /// <summary>The instance; becomes the host's name and HostKeyAlias.</summary>
    public required string InstanceId { get; init; }

    /// <summary>IP address or DNS name.</summary>
    public required string Address { get; init; }

    /// <summary>TCP port, 1 to 65535.</summary>
    public int Port { get; init; } = 22;

    /// <summary>The account.</summary>
    public required string UserName { get; init; }

    /// <summary>Full path of the private key; null leaves the choice to ssh (agent, config).</summary>
    public string? KeyPath { get; init; }

    /// <summary>The key is in the agent that SSH_AUTH_SOCK names, and no other is to be tried.</summary>
    public bool IsKeyInAgent { get; init; }

    /// <summary>Full path of the known_hosts file with the pins.</summary>
    public required string KnownHostsPath { get; init; }

    /// <summary><c>yes</c>, <c>accept-new</c> or <c>ask</c> (ssh_config(5), StrictHostKeyChecking).</summary>
    public required string StrictHostKeyChecking { get; init; }

    /// <summary>True where the address is this module's own way to the instance: a proxy of the user's config would lead past it.</summary>
    public bool IsRelayed { get; init; }

    /// <summary>False where nobody can answer: then ssh fails instead of asking, and reads no input.</summary>
    public bool MayAsk { get; init; }

    /// <summary>The user's own arguments: options of ssh, and the remote command.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>The arguments, one string each; nothing in them is for a shell.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">ArgumentUnsafe.</exception>
    public IReadOnlyList<string> ToArguments()
    {
        var arguments = new List<string>
        {
            "-o", "HostName=" + SshHostName.Checked(Address),
            "-o", "HostKeyAlias=" + InstanceId,
            "-o", "UserKnownHostsFile=" + SshOption.Path(KnownHostsPath),
            "-o", "StrictHostKeyChecking=" + StrictHostKeyChecking,
            // An address says nothing about an instance: only the alias counts.
            "-o", "CheckHostIP=no",
            // Debian hashes names by default; a pin has to be found again by its instance id.
            "-o", "HashKnownHosts=no",
            "-p", Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "-l", SshUserName.Checked(UserName),
        };
        if (KeyPath is not null)
        {
            arguments.AddRange(["-o", "IdentitiesOnly=yes", "-o", "IdentityFile=" + SshOption.Path(KeyPath)]);
        }

        else if (IsKeyInAgent)
        {
            // "none" keeps ssh from its default files; the user's own config must neither name another agent nor hide this one's key.
            arguments.AddRange(["-o", "IdentityAgent=SSH_AUTH_SOCK", "-o", "IdentitiesOnly=no", "-o", "IdentityFile=none"]);
            // It is for this login; nobody on the instance is to use it.
            arguments.AddRange(["-o", "ForwardAgent=no"]);
        }

        if (IsRelayed) arguments.AddRange(["-o", "ProxyCommand=none"]);
        if (IsRelayed || IsKeyInAgent)
        {
            // A shared connection would be that of whoever had this local port before, and would outlive way and key.
            if (SshArguments.GoesToBackground(Extra)) throw NeedsForeground();
            arguments.AddRange(["-o", "ControlMaster=no", "-o", "ControlPath=none"]);
        }

        if (!MayAsk) arguments.AddRange(["-o", "BatchMode=yes", "-n"]);
        arguments.Add(SshHostName.Checked(InstanceId));
        arguments.AddRange(Extra);
        return arguments;
    }

    private static Errors.Ec2KeyPairException NeedsForeground() => new(
        Errors.ErrorCondition.ParameterInvalid,
        "ssh -f goes to the background, and the way to the instance and its key end with the foreground.",
        mend: "Forward ports with New-EC2Tunnel, or leave -f out.");
}
