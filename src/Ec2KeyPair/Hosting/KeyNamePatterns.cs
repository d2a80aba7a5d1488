using System.Management.Automation;
using Ec2KeyPair.Core.Usage;

namespace Ec2KeyPair.Hosting;

/// <summary>Which key pairs a cmdlet's -KeyName asks about.</summary>
internal static class KeyNamePatterns
{
    /// <summary>Names without wildcards are EC2's own, in which case matters; wildcards don't mind it, as elsewhere in PowerShell.</summary>
    internal static UsageSelection Selection(IReadOnlyCollection<string>? keyNames, bool onlyUnused)
    {
        if (keyNames is null || keyNames.Count == 0) return UsageSelection.All with { OnlyUnused = onlyUnused };
        var exact = new HashSet<string>(keyNames, StringComparer.Ordinal);
        var patterns = keyNames.Select(NamePattern.Of).OfType<WildcardPattern>().ToList();
        return new UsageSelection
        {
            Expected = exact.Where(name => NamePattern.Of(name) is null).ToList(),
            Names = patterns.Count == 0 ? exact : [],
            Includes = name => exact.Contains(name) || patterns.Exists(pattern => pattern.IsMatch(name)),
            IncludesKeyless = false,
            OnlyUnused = onlyUnused,
        };
    }
}
