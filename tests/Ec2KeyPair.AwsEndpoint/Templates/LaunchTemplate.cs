using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Templates;

/// <summary>A launch template: numbered versions that never change, one of which is the default.</summary>
public sealed class LaunchTemplate
{
    private readonly Lock _gate = new();
    private LaunchTemplateVersion[] _versions;
    private long _default = 1;

    internal LaunchTemplate(string id, string name, string createdBy, DateTimeOffset createTime, TagSet tags, TemplateData data, string? description)
    {
        Id = id;
        Name = name;
        CreatedBy = createdBy;
        CreateTime = createTime;
        Tags = tags;
        _versions = [new LaunchTemplateVersion(1, description, createTime, createdBy, data)];
    }

    public string Id { get; }

    public string Name { get; }

    /// <summary>The ARN of who made it.</summary>
    public string CreatedBy { get; }

    public DateTimeOffset CreateTime { get; }

    public TagSet Tags { get; }

    /// <summary>In ascending order.</summary>
    public IReadOnlyList<LaunchTemplateVersion> Versions => _versions;

    public LaunchTemplateVersion Latest => _versions[^1];

    public LaunchTemplateVersion Default => _versions.First(version => version.Number == _default);

    public LaunchTemplateVersion? Find(long number) => Array.Find(_versions, version => version.Number == number);

    public LaunchTemplateVersion AddVersion(TemplateData data, string? description = null, string? createdBy = null, DateTimeOffset? at = null)
    {
        lock (_gate)
        {
            var version = new LaunchTemplateVersion(Latest.Number + 1, description, at ?? CreateTime, createdBy ?? CreatedBy, data);
            _versions = [.. _versions, version];
            return version;
        }
    }

    public void SetDefault(long number) => _default = Find(number)?.Number
        ?? throw new ArgumentOutOfRangeException(nameof(number), number, "There is no such version.");
}

/// <summary>One version of a launch template.</summary>
public sealed record LaunchTemplateVersion(long Number, string? Description, DateTimeOffset CreateTime, string CreatedBy, TemplateData Data);
