using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Usage;

/// <summary>Which launch templates of one Region name which key pairs.</summary>
internal static class TemplateTally
{
    // Describe requests of one account share a budget with everything else that it does.
    private const int AtOnce = 4;
    private const int MostOthers = 20;

    /// <summary>The uses by the names of the key pairs.</summary>
    internal static async Task<IReadOnlyDictionary<string, IReadOnlyList<LaunchTemplateUse>>> CountAsync(ILaunchTemplateApi api, CancellationToken cancel)
    {
        var templates = new Dictionary<string, Template>(StringComparer.Ordinal);
        await foreach (var version in api.FindCurrentAsync(cancel).WithCancellation(cancel).ConfigureAwait(false))
        {
            if (!templates.TryGetValue(version.LaunchTemplateId, out var template)) templates[version.LaunchTemplateId] = template = new Template(version);
            template.AddCurrent(version);
        }

        await SideBySide.ForEachAsync(templates.Values.Where(template => template.HasOthers), AtOnce, (template, stop) => AddOthersAsync(api, template, stop), cancel)
            .ConfigureAwait(false);
        return templates.Values
            .OrderBy(template => template.Name, StringComparer.Ordinal)
            .SelectMany(template => template.Uses())
            .GroupBy(use => use.KeyName, use => use.Use, StringComparer.Ordinal)
            .ToDictionary(uses => uses.Key, uses => (IReadOnlyList<LaunchTemplateUse>)uses.ToList(), StringComparer.Ordinal);
    }

    private static async Task AddOthersAsync(ILaunchTemplateApi api, Template template, CancellationToken cancel)
    {
        await foreach (var version in api.FindVersionsAsync(template.Id, cancel).WithCancellation(cancel).ConfigureAwait(false)) template.AddOther(version);
    }

    private sealed class Template(LaunchTemplateVersion first)
    {
        private readonly Dictionary<string, List<long>> _others = new(StringComparer.Ordinal);
        private LaunchTemplateVersion _latest = first;
        private LaunchTemplateVersion? _default;

        internal string Id { get; } = first.LaunchTemplateId;

        internal string Name { get; } = first.LaunchTemplateName;

        /// <summary>True when there may be versions that are neither the latest nor the default: deleted ones leave gaps.</summary>
        internal bool HasOthers => _latest.Number > (_default?.Number == _latest.Number ? 1 : 2);

        internal void AddCurrent(LaunchTemplateVersion version)
        {
            if (version.Number > _latest.Number) _latest = version;
            if (version.IsDefault) _default = version;
        }

        internal void AddOther(LaunchTemplateVersion version)
        {
            if (version.KeyName is null || version.Number == _latest.Number || version.Number == _default?.Number) return;
            if (!_others.TryGetValue(version.KeyName, out var numbers)) _others[version.KeyName] = numbers = [];
            numbers.Add(version.Number);
        }

        internal IEnumerable<(string KeyName, LaunchTemplateUse Use)> Uses() => _others.Keys
            .Append(_latest.KeyName).Append(_default?.KeyName)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(keyName => (keyName, UseOf(keyName)));

        private LaunchTemplateUse UseOf(string keyName)
        {
            var others = _others.TryGetValue(keyName, out var numbers) ? numbers : [];
            return new LaunchTemplateUse
            {
                LaunchTemplateId = Id,
                LaunchTemplateName = Name,
                DefaultVersion = _default?.Number ?? 0,
                LatestVersion = _latest.Number,
                IsInDefault = _default?.KeyName == keyName,
                IsInLatest = _latest.KeyName == keyName,
                OtherVersionCount = others.Count,
                OtherVersions = others.OrderByDescending(number => number).Take(MostOthers).ToList(),
            };
        }
    }
}
