using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>An entry as it stands in the file: a mark that tells whose it is, the Host line, and the settings.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Scope">Where it was looked up.</param>
/// <param name="Alias">The name that its tag makes, before duplicates are told apart; null for none.</param>
/// <param name="Settings">The lines under the Host line, each with its end.</param>
internal sealed record SshHostBlock(string InstanceId, SshHostScope Scope, string? Alias, string Settings)
{
    private const string None = "-";

    private static readonly Regex Mark = new(
        "^# Ec2KeyPair (?<id>i-(?:[0-9a-f]{8}|[0-9a-f]{17})) (?<region>[a-z0-9-]{1,40}) (?<profile>\\S{1,600}) (?<endpoint>\\S{1,600}) (?<account>[0-9]{12}|-) (?<alias>[A-Za-z0-9_-]{1,63})(?: (?<location>\\S{1,2000}))?$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    internal static SshHostBlock Of(SshHostEntry entry) => new(entry.InstanceId, entry.Scope, entry.Alias, entry.Settings());

    /// <summary>The block that begins with this line, without settings; null when none begins there.</summary>
    internal static SshHostBlock? Begin(string line)
    {
        var mark = Mark.Match(line);
        if (!mark.Success) return null;
        var scope = new SshHostScope(
            mark.Groups["region"].Value,
            Unescaped(mark.Groups["profile"].Value),
            Unescaped(mark.Groups["endpoint"].Value),
            Unescaped(mark.Groups["account"].Value),
            mark.Groups["location"].Success ? Unescaped(mark.Groups["location"].Value) : null);
        return new(mark.Groups["id"].Value, scope, Unescaped(mark.Groups["alias"].Value), "");
    }

    /// <summary>The text in the file.</summary>
    /// <param name="name">The name that no other block has; null for the id alone.</param>
    internal string Write(string? name) =>
        $"\n# Ec2KeyPair {InstanceId} {Scope.Region} {Escaped(Scope.Profile)} {Escaped(Scope.EndpointUrl)} {Scope.Account ?? None} {Alias ?? None}{(Scope.ProfileLocation is null ? "" : " " + Escaped(Scope.ProfileLocation))}\n"
        + $"Host {(name is null ? "" : name + " ")}{InstanceId}\n{Settings}";

    private static string Escaped(string? text) => text is null ? None : Uri.EscapeDataString(text).Replace("-", "%2D");

    private static string? Unescaped(string text) => text == None ? null : Uri.UnescapeDataString(text);
}
