using System.Text.RegularExpressions;

namespace Ec2KeyPair.AwsEndpoint.CloudInit;

/// <summary>An account of cloud-config's users.</summary>
internal sealed record CloudUser(string Name, IReadOnlyList<string> Keys);

/// <summary>
/// The part of cloud-config that is played: one script as bootcmd, cloud_final_modules (without them those of an image: of what is played, final-message),
/// final_message and users with ssh_authorized_keys. Anything else in it is an error, so that nothing passes for done that was not.
/// </summary>
internal sealed partial record CloudConfig(string? BootCommand, IReadOnlyList<(string Module, string Frequency)> FinalModules, string FinalMessage, IReadOnlyList<CloudUser> Users)
{
    private const string Header = "#cloud-config";
    private static readonly (string, string)[] ModulesOfImages = [("final-message", "always")];

    /// <summary>Null for user data that is neither cloud-config nor a MIME message with cloud-config in it.</summary>
    /// <exception cref="FormatException">Cloud-config that is not played.</exception>
    internal static CloudConfig? TryParse(string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        if (lines[0] == Header) return Parse(string.Join('\n', lines));
        if (Boundary().Match(lines[0]) is not { Success: true } header) return null;
        var boundary = "--" + header.Groups[1].Value;
        var parts = string.Join('\n', lines).Split(boundary);
        if (parts.Length < 3 || !parts[^1].StartsWith("--", StringComparison.Ordinal)) throw new FormatException("the MIME message has no end");
        var config = parts[1..^1].Select(part => part.TrimStart('\n').Split("\n\n", 2)).FirstOrDefault(part => part[0].Contains("text/cloud-config", StringComparison.Ordinal));
        return config is null ? null : Parse(config[1]);
    }

    private static CloudConfig Parse(string body)
    {
        var modules = new List<(string, string)>();
        var users = new List<(string Name, List<string> Keys)>();
        var (message, section) = ("", "");
        var (command, lines) = CutBootCommand(body.Split('\n'));
        if (lines[0] != Header) throw new FormatException("it does not begin with #cloud-config");
        foreach (var line in lines.Skip(1).Where(line => line.Trim().Length > 0))
        {
            if (line[0] is not (' ' or '-')) section = line.TrimEnd(':').Split(": ")[0];
            if (line is "cloud_final_modules:" or "users:") continue;
            if (Module().Match(line) is { Success: true } module && section == "cloud_final_modules") modules.Add((module.Groups[1].Value, module.Groups[2].Value));
            else if (Message().Match(line) is { Success: true } told) message = told.Groups[1].Value;
            else if (User().Match(line) is { Success: true } user && section == "users") users.Add((user.Groups[1].Value, []));
            else if (Key().Match(line) is { Success: true } key && users.Count > 0) users[^1].Keys.Add(key.Groups[1].Value);
            else if (!KeyList().IsMatch(line) && line.Trim() != "lock_passwd: false") throw new FormatException($"this endpoint does not play '{line}'");
        }

        return new CloudConfig(command, modules.Count > 0 ? modules : ModulesOfImages, message, users.ConvertAll(user => new CloudUser(user.Name, user.Keys)));
    }

    /// <summary>The only item of bootcmd, a literal block (YAML 1.2, 8.1.2) that is indented by two spaces, and the lines without it.</summary>
    private static (string? Command, IReadOnlyList<string> Lines) CutBootCommand(string[] lines)
    {
        var at = Array.IndexOf(lines, "bootcmd:");
        if (at < 0) return (null, lines);
        if (lines.ElementAtOrDefault(at + 1) != "- |") throw new FormatException("this endpoint plays only a literal block as bootcmd");
        var block = lines.Skip(at + 2).TakeWhile(line => line.Length == 0 || line.StartsWith("  ", StringComparison.Ordinal)).ToList();
        return (string.Concat(block.Select(line => (line.Length == 0 ? line : line[2..]) + "\n")), [.. lines[..at], .. lines[(at + 2 + block.Count)..]]);
    }

    [GeneratedRegex("^Content-Type: multipart/mixed; boundary=\"([^\"]+)\"$")]
    private static partial Regex Boundary();

    [GeneratedRegex("^- \\[([a-z-]+), (once|always)\\]$")]
    private static partial Regex Module();

    [GeneratedRegex("^final_message: ([A-Za-z0-9-]+)$")]
    private static partial Regex Message();

    [GeneratedRegex("^ *- name: ([A-Za-z_][A-Za-z0-9_.-]*)$")]
    private static partial Regex User();

    [GeneratedRegex("^ +ssh[_-]authorized[_-]keys:$")]
    private static partial Regex KeyList();

    [GeneratedRegex("^ +- ((?:ssh-rsa|ssh-ed25519) [A-Za-z0-9+/=]+)$")]
    private static partial Regex Key();
}
