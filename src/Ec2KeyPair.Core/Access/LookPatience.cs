namespace Ec2KeyPair.Core.Access;

/// <summary>How long a look waits for what may never answer.</summary>
/// <param name="Aws">For an answer of AWS.</param>
/// <param name="Port">For a TCP port: the system sends again what was lost after 1 s and 3 s (RFC 6298).</param>
public sealed record LookPatience(TimeSpan Aws, TimeSpan Port)
{
    /// <summary>While somebody waits to be connected, and one of several ways is enough.</summary>
    public static LookPatience Quick { get; } = new(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.2));

    /// <summary>For a report, and before saying that there is no way.</summary>
    public static LookPatience Thorough { get; } = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(4));
}
