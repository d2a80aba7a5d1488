namespace Ec2KeyPair.Core.Usage;

/// <summary>A launch template some version of which names a key pair.</summary>
public sealed record LaunchTemplateUse
{
    /// <summary>EC2's id, <c>lt-0123456789abcdef0</c>.</summary>
    public required string LaunchTemplateId { get; init; }

    /// <summary>The template's name.</summary>
    public required string LaunchTemplateName { get; init; }

    /// <summary>Number of the version that launches take when they name none.</summary>
    public long DefaultVersion { get; init; }

    /// <summary>Number of the newest version.</summary>
    public long LatestVersion { get; init; }

    /// <summary>True when the default version names the key pair.</summary>
    public bool IsInDefault { get; init; }

    /// <summary>True when the latest version names the key pair.</summary>
    public bool IsInLatest { get; init; }

    /// <summary>How many further versions name it; an Auto Scaling group may go by any of them.</summary>
    public int OtherVersionCount { get; init; }

    /// <summary>Numbers of those, the newest ones, at most 20.</summary>
    public IReadOnlyList<long> OtherVersions { get; init; } = [];

    /// <summary>The name, and which versions: <c>web (default 3, latest 4, 2 older)</c>.</summary>
    public override string ToString() => $"{Text.Printable.Text(LaunchTemplateName)} ({Versions})";

    /// <summary>Which versions, in words: <c>default 3, latest 4, 2 others</c>.</summary>
    public string Versions
    {
        get
        {
            var parts = new List<string>();
            if (IsInDefault && IsInLatest && DefaultVersion == LatestVersion) parts.Add($"default and latest {DefaultVersion}");
            else
            {
                if (IsInDefault) parts.Add($"default {DefaultVersion}");
                if (IsInLatest) parts.Add($"latest {LatestVersion}");
            }

            if (OtherVersionCount > 0) parts.Add($"{OtherVersionCount} other{(OtherVersionCount == 1 ? "" : "s")}");
            return string.Join(", ", parts);
        }
    }
}
