namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>How files are copied.</summary>
public sealed record CopyOptions
{
    /// <summary>Folders with all that is in them; without this, a folder is an error.</summary>
    public bool Recurse { get; init; }

    /// <summary>Overwrite read-only files too.</summary>
    public bool Force { get; init; }

    /// <summary>Give copies the times of their originals.</summary>
    public bool PreserveTimes { get; init; }

    /// <summary>Read what arrived once more and compare SHA-256, before it gets its name.</summary>
    public bool Verify { get; init; }

    /// <summary>How long an instance may neither answer nor move a byte before its copy is given up.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>TCP port of the SSH servers; null for what each instance's tag says, or 22.</summary>
    public int? Port { get; init; }

    /// <summary>Instances at once.</summary>
    public int ThrottleLimit { get; init; } = 16;
}
