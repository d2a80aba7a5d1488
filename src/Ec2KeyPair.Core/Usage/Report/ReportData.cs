using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ec2KeyPair.Core.Usage.Report;

/// <summary>
/// The report's data as JSON. Every text in it may be hostile: the default encoder writes &lt;, &gt;, &amp;, quotes and
/// all beyond ASCII as <c>\uXXXX</c>, so nothing in it can end the script element that holds it.
/// </summary>
internal static class ReportData
{
    // A tag value has at most 256 characters, a key name 255.
    private const int LongestText = 300;

    // An error's text ends with what AWS says.
    private const int LongestMessage = 1000;

    internal static string Write(AccessReport report, DateTime now)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Text(json, "title", report.Title);
            json.WriteString("created", now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            Text(json, "machine", Environment.MachineName);
            json.WriteNumber("mostInstances", AccessReport.MostInstances);
            Array(json, "asked", report.Asked, place => WritePlace(json, place));
            Array(json, "failures", report.Failures.OrderBy(message => message, StringComparer.Ordinal), message => json.WriteStringValue(Cut(message, LongestMessage)));
            WriteKinds(json, report.Policy);
            WriteKeyPairs(json, report, now);
            WriteInstances(json, report);
            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(stream.ToArray());
    }

    private static void WritePlace(Utf8JsonWriter json, (string? Profile, string Region) place)
    {
        json.WriteStartObject();
        Text(json, "profile", place.Profile);
        Text(json, "region", place.Region);
        json.WriteEndObject();
    }

    private static void WriteKinds(Utf8JsonWriter json, ReportPolicy policy)
    {
        json.WriteStartArray("kinds");
        foreach (var kind in FindingText.All(policy))
        {
            json.WriteStartObject();
            json.WriteString("id", kind.Finding.ToString());
            json.WriteString("weight", kind.Weight.ToString().ToLowerInvariant());
            json.WriteString("title", kind.Title);
            json.WriteString("meaning", kind.Meaning);
            json.WriteString("mend", kind.Mend);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteKeyPairs(Utf8JsonWriter json, AccessReport report, DateTime now)
    {
        json.WriteStartArray("keys");
        foreach (var usage in report.KeyPairs)
        {
            json.WriteStartObject();
            Text(json, "name", usage.KeyName);
            Text(json, "profile", usage.ProfileName);
            Text(json, "account", usage.AccountId);
            Text(json, "region", usage.Region);
            json.WriteBoolean("exists", usage.Exists);
            Text(json, "keyPairId", usage.KeyPairId);
            Text(json, "type", usage.KeyType);
            if (usage.KeySize is { } size) json.WriteNumber("size", size);
            Time(json, "made", usage.CreateTime);
            json.WriteNumber("instances", usage.InstanceCount);
            json.WriteNumber("running", usage.RunningCount);
            json.WriteNumber("windows", usage.WindowsCount);
            Array(json, "groups", usage.Groups, WriteGroup);
            Array(json, "templates", usage.LaunchTemplates, WriteTemplate);
            Array(json, "held", usage.PrivateKeys, WriteHolding);
            Array(json, "breaks", usage.BreaksIfDeleted, json.WriteStringValue);
            Array(json, "findings", report.Policy.Judge(usage, now), finding => json.WriteStringValue(finding.ToString()));
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void WriteGroup(InstanceGroup group)
        {
            json.WriteStartObject();
            json.WriteString("kind", group.Kind.ToString());
            Text(json, "name", group.Name);
            json.WriteNumber("count", group.Count);
            json.WriteNumber("running", group.RunningCount);
            json.WriteEndObject();
        }

        void WriteTemplate(LaunchTemplateUse template)
        {
            json.WriteStartObject();
            Text(json, "id", template.LaunchTemplateId);
            Text(json, "name", template.LaunchTemplateName);
            Text(json, "versions", template.Versions);
            json.WriteEndObject();
        }

        void WriteHolding(PrivateKeyHolding held)
        {
            json.WriteStartObject();
            Text(json, "path", held.Path, int.MaxValue);
            json.WriteString("encoding", held.KeyEncoding);
            json.WriteBoolean("encrypted", held.IsEncrypted);
            json.WriteBoolean("isPrivate", held.HasPrivateAccessOnly);
            json.WriteString("evidence", held.Evidence.ToString());
            json.WriteEndObject();
        }
    }

    private static void WriteInstances(Utf8JsonWriter json, AccessReport report)
    {
        json.WriteStartArray("instances");
        foreach (var instance in report.Instances)
        {
            json.WriteStartObject();
            Text(json, "id", instance.InstanceId);
            Text(json, "name", instance.InstanceName);
            Text(json, "key", instance.KeyName);
            Text(json, "profile", instance.ProfileName);
            Text(json, "account", instance.AccountId);
            Text(json, "region", instance.Region);
            var group = InstanceGroup.Of(instance.AutoScalingGroupName, instance.InstanceName);
            json.WriteString("groupKind", group.Kind.ToString());
            Text(json, "group", group.Name);
            Text(json, "state", instance.State);
            Text(json, "type", instance.InstanceType);
            json.WriteBoolean("windows", instance.IsWindows);
            Time(json, "started", instance.LaunchTime);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text, int longest = LongestText)
    {
        if (text is not null) json.WriteString(name, Cut(text, longest));
    }

    // Cut before a low surrogate: half a character is none.
    private static string Cut(string text, int longest) =>
        text.Substring(0, text.Length <= longest ? text.Length : char.IsLowSurrogate(text[longest]) ? longest - 1 : longest);

    private static void Time(Utf8JsonWriter json, string name, DateTime? time)
    {
        if (time is { } known) json.WriteString(name, known.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }
}
