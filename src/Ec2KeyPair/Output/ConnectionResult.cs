namespace Ec2KeyPair.Output;

/// <summary>How a connection ended.</summary>
public sealed class ConnectionResult
{
    /// <summary>Of the instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The account logged in as.</summary>
    public required string UserName { get; init; }

    /// <summary>The way taken: <c>Direct</c>.</summary>
    public required string Via { get; init; }

    /// <summary>The address that ssh was given.</summary>
    public required string Address { get; init; }

    /// <summary>ssh's exit code: the remote command's, or 255 when ssh itself failed (ssh(1), EXIT STATUS).</summary>
    public required int ExitCode { get; init; }
}
