namespace Ec2KeyPair.Core.Ec2;

/// <summary>A version of a launch template, as far as keys go (EC2 API Reference, LaunchTemplateVersion).</summary>
public sealed record LaunchTemplateVersion
{
    /// <summary>EC2's id of the template, <c>lt-0123456789abcdef0</c>.</summary>
    public required string LaunchTemplateId { get; init; }

    /// <summary>The template's name, unique in its Region and account.</summary>
    public required string LaunchTemplateName { get; init; }

    /// <summary>The version's number, from 1 on. Numbers of deleted versions are not used again.</summary>
    public required long Number { get; init; }

    /// <summary>True for the version that launches take when they name none.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The key pair that its launches name; null without one. Whether that key pair exists is another question.</summary>
    public string? KeyName { get; init; }

    /// <summary>What its maker wrote about it; anybody's text.</summary>
    public string? Description { get; init; }

    /// <summary>When it was made, in UTC.</summary>
    public DateTime? CreateTime { get; init; }
}
