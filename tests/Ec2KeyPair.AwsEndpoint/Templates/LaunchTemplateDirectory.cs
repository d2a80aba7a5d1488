using System.Collections.Concurrent;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Templates;

/// <summary>The launch templates of one account in one Region.</summary>
public sealed class LaunchTemplateDirectory(RegionState region)
{
    private readonly ConcurrentDictionary<string, LaunchTemplate> _byName = new(StringComparer.Ordinal);

    /// <summary>By their names.</summary>
    public IReadOnlyList<LaunchTemplate> All => [.. _byName.Values.OrderBy(template => template.Name, StringComparer.Ordinal)];

    /// <summary>What was made under a client token, so that a repeated request makes nothing new.</summary>
    internal ConcurrentDictionary<string, (LaunchTemplate Template, LaunchTemplateVersion Version)> ClientTokens { get; } = new(StringComparer.Ordinal);

    public LaunchTemplate? FindByName(string name) => _byName.GetValueOrDefault(name);

    public LaunchTemplate? FindById(string id) => _byName.Values.FirstOrDefault(template => template.Id == id);

    /// <summary>Makes a template whose first version names this key pair; the key pair need not exist, as with AWS.</summary>
    public LaunchTemplate Add(string name, string? keyName)
    {
        var data = new Dictionary<string, string> { ["InstanceType"] = "t3.micro" };
        if (keyName is not null)
        {
            data["KeyName"] = keyName;
        }

        return Add(name, $"arn:aws:iam::{region.AccountId}:user/loopback", new TagSet(), new TemplateData(data), null)
            ?? throw new ArgumentException($"The launch template '{name}' exists.", nameof(name));
    }

    /// <summary>Null when the name is taken.</summary>
    internal LaunchTemplate? Add(string name, string createdBy, TagSet tags, TemplateData data, string? description)
    {
        var template = new LaunchTemplate(region.NewId("lt"), name, createdBy, region.Now, tags, data, description);
        return _byName.TryAdd(name, template) ? template : null;
    }
}
