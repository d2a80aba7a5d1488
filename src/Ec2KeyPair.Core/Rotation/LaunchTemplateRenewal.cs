using System.Globalization;
using System.Text;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>Finds what still gives old keys to new instances, and renews the launch templates among it.</summary>
/// <param name="templates">Launch templates.</param>
/// <param name="keyPairs">EC2's key pairs: keys are compared by their public halves, whatever they are called.</param>
/// <param name="allowsAsync">Asks whether a template may be changed: its id, and what would be done.</param>
internal sealed class LaunchTemplateRenewal(ILaunchTemplateApi templates, IKeyPairApi keyPairs, Func<string, string, Task<bool>> allowsAsync)
{
    private const string GroupTag = "aws:autoscaling:groupName";

    /// <summary>Looks, and renews.</summary>
    /// <param name="instances">The instances of the rotation.</param>
    /// <param name="oldKeys">The keys that were replaced.</param>
    /// <param name="newKey">The key in place of them.</param>
    /// <param name="renews">False to look only.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="Ec2KeyPairException">An Aws condition.</exception>
    internal async Task<IReadOnlyList<OldKeySource>> RunAsync(
        IReadOnlyList<Ec2Instance> instances, IReadOnlyCollection<AuthorizedKeyText> oldKeys, AuthorizedKeyText newKey, bool renews, CancellationToken cancel)
    {
        var known = await keyPairs.ListAsync(cancel).ConfigureAwait(false);
        var oldNames = new HashSet<string>(known.Where(pair => KeyOf(pair) is { } key && oldKeys.Contains(key)).Select(pair => pair.KeyName), StringComparer.Ordinal);
        var newName = known.Where(pair => KeyOf(pair) == newKey).Select(pair => pair.KeyName).OrderBy(name => name, StringComparer.Ordinal).FirstOrDefault();
        var sources = new List<OldKeySource>();
        foreach (var template in await CurrentAsync(cancel).ConfigureAwait(false))
        {
            if (Use(template, oldNames) is not { } use) continue;
            sources.Add(renews ? await RenewAsync(template, use, oldNames, newName, cancel).ConfigureAwait(false) : use);
        }

        return [.. sources, .. Groups(instances, oldNames)];
    }

    private static AuthorizedKeyText? KeyOf(Ec2KeyPairInfo pair) => pair.PublicKey is { } line ? AuthorizedKeyText.TryRead(line) : null;

    private async Task<IReadOnlyList<Template>> CurrentAsync(CancellationToken cancel)
    {
        var found = new Dictionary<string, Template>(StringComparer.Ordinal);
        await foreach (var version in templates.FindCurrentAsync(cancel).ConfigureAwait(false))
        {
            var template = found.TryGetValue(version.LaunchTemplateId, out var before) ? before : new Template(version, null);
            if (version.Number > template.Latest.Number) template = template with { Latest = version };
            if (version.IsDefault) template = template with { Default = version };
            found[version.LaunchTemplateId] = template;
        }

        return found.Values.OrderBy(template => template.Latest.LaunchTemplateName, StringComparer.Ordinal).ToList();
    }

    private static OldKeySource? Use(Template template, HashSet<string> oldNames)
    {
        var versions = new List<string>();
        if (template.IsDefaultOld(oldNames)) versions.Add($"$Default {template.Default!.Number}");
        if (template.IsLatestOld(oldNames)) versions.Add($"$Latest {template.Latest.Number}");
        return versions.Count == 0 ? null : new OldKeySource
        {
            Kind = "LaunchTemplate",
            Id = template.Latest.LaunchTemplateId,
            Name = Text.Printable.Text(template.Latest.LaunchTemplateName),
            KeyName = Text.Printable.Text(template.IsLatestOld(oldNames) ? template.Latest.KeyName : template.Default!.KeyName),
            Versions = versions,
            Note = "Give -UpdateLaunchTemplate, or make a new version by hand.",
        };
    }

    private async Task<OldKeySource> RenewAsync(Template template, OldKeySource use, HashSet<string> oldNames, string? newName, CancellationToken cancel)
    {
        if (newName is null) return use with { Note = $"EC2 in {templates.Region} has no key pair of the new key: publish it (Publish-EC2KeyPairLocal), and do it again." };
        if (!await allowsAsync($"{use.Id} ({use.Name})", $"Make a version with the key pair '{newName}' in place of {string.Join(" and ", use.Versions)}").ConfigureAwait(false))
        {
            return use with { Note = "Not confirmed." };
        }

        try
        {
            return use with { NewVersion = await MakeVersionsAsync(template, oldNames, newName, cancel).ConfigureAwait(false), IsRenewed = true, Note = null };
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            return use with { Note = e.Message };
        }
    }

    // Whoever goes by $Default and whoever goes by $Latest gets what he had, with the new key: so what was the latest stays the latest.
    private async Task<long> MakeVersionsAsync(Template template, HashSet<string> oldNames, string newName, CancellationToken cancel)
    {
        var (latest, made) = await BeforeOursAsync(template, newName, cancel).ConfigureAwait(false);
        template = template with { Latest = latest };
        var usual = template.Default;
        if (made is null && usual is not null && usual.Number != latest.Number && template.IsDefaultOld(oldNames))
        {
            if (!template.IsLatestOld(oldNames) && latest.KeyName is null)
            {
                throw new Ec2KeyPairException(
                    ErrorCondition.AwsRequestFailed, $"Its default {usual.Number} has the old key and its latest {latest.Number} has none: a new version would become the latest. Change it by hand.", latest.LaunchTemplateId);
            }

            made = await CreateAsync(usual, newName, cancel).ConfigureAwait(false);
        }

        var newest = made is { } one && usual?.Number == latest.Number ? one // Only the step to the default was left.
            : template.IsLatestOld(oldNames) || made is not null
            ? await CreateAsync(latest, template.IsLatestOld(oldNames) ? newName : latest.KeyName!, cancel).ConfigureAwait(false)
            : latest.Number;
        if (template.IsDefaultOld(oldNames)) await templates.SetDefaultAsync(latest.LaunchTemplateId, made ?? newest, cancel).ConfigureAwait(false);
        return newest;
    }

    // A rotation that died between its two versions, or before the new default: then the latest one is its own copy of the default.
    private async Task<(LaunchTemplateVersion Latest, long? Made)> BeforeOursAsync(Template template, string newName, CancellationToken cancel)
    {
        var latest = template.Latest;
        if (template.Default is not { } usual || usual.Number == latest.Number || latest.KeyName != newName || latest.Description != DescriptionOf(usual)) return (latest, null);
        LaunchTemplateVersion? before = null;
        await foreach (var version in templates.FindVersionsAsync(latest.LaunchTemplateId, cancel).ConfigureAwait(false))
        {
            if (version.Number < latest.Number && version.Number > (before?.Number ?? 0)) before = version;
        }

        return before is null ? (latest, null) : (before, latest.Number);
    }

    private static string DescriptionOf(LaunchTemplateVersion source) => $"As version {source.Number}, with a new key pair (Ec2KeyPair)";

    // The same token for the same version: a rotation that is resumed makes no second one.
    private async Task<long> CreateAsync(LaunchTemplateVersion source, string keyName, CancellationToken cancel)
    {
        var about = string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", source.LaunchTemplateId, source.Number, keyName);
        var token = "ec2keypair-" + string.Concat(Digests.Sha256(Encoding.UTF8.GetBytes(about)).Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
        var made = await templates.CreateVersionAsync(
            source.LaunchTemplateId, source.Number, keyName, DescriptionOf(source), token, cancel).ConfigureAwait(false);
        return made.Number;
    }

    // Groups are told by their instances: what they launch by is asked of Auto Scaling, which this module has no permission for.
    private static IEnumerable<OldKeySource> Groups(IReadOnlyList<Ec2Instance> instances, HashSet<string> oldNames) => instances
        .Where(instance => instance.KeyName is { } name && oldNames.Contains(name) && instance.Tags.ContainsKey(GroupTag))
        .GroupBy(instance => instance.Tags[GroupTag], StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new OldKeySource
        {
            Kind = "AutoScalingGroup",
            Id = Text.Printable.Text(group.Key),
            KeyName = Text.Printable.Text(group.First().KeyName),
            Note = $"It has launched {group.Count()} of the instances with the old key: look by which version of which launch template it goes.",
        });

    private sealed record Template(LaunchTemplateVersion Latest, LaunchTemplateVersion? Default)
    {
        internal bool IsLatestOld(HashSet<string> oldNames) => Latest.KeyName is { } name && oldNames.Contains(name);

        internal bool IsDefaultOld(HashSet<string> oldNames) => Default?.KeyName is { } name && oldNames.Contains(name);
    }
}
