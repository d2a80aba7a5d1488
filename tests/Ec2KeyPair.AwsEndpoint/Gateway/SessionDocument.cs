using System.Globalization;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Gateway;

/// <summary>A Session document with the parameters of one call, checked as StartSession checks them.</summary>
public sealed record SessionDocument(string Name, string SessionType, IReadOnlyDictionary<string, string> Parameters, JsonObject? Properties)
{
    public const string Shell = "SSM-SessionManagerRunShell";

    private static readonly Dictionary<string, (string Type, string[] Required, string[] Optional)> Known = new(StringComparer.Ordinal)
    {
        [Shell] = ("Standard_Stream", [], []),
        ["AWS-StartSSHSession"] = ("Port", [], ["portNumber"]),
        ["AWS-StartPortForwardingSession"] = ("Port", [], ["portNumber", "localPortNumber"]),
        ["AWS-StartPortForwardingSessionToRemoteHost"] = ("Port", ["host"], ["portNumber", "localPortNumber"]),
        ["AWS-StartInteractiveCommand"] = ("InteractiveCommands", ["command"], []),
        ["AWS-StartNonInteractiveCommand"] = ("NonInteractiveCommands", ["command"], ["separateOutputStream", "stdoutSeparatorPrefix", "stderrSeparatorPrefix"]),
    };

    internal static SessionDocument Read(string? name, JsonObject? parameters)
    {
        name ??= Shell;
        if (!Known.TryGetValue(name, out var known))
        {
            throw new AwsException("InvalidDocument", $"Document with name {name} does not exist.");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in parameters ?? [])
        {
            if (!known.Required.Contains(key) && !known.Optional.Contains(key))
            {
                throw new AwsException("InvalidParameters", $"Parameter \"{key}\" is not defined in document {name}.");
            }

            values[key] = value is JsonArray { Count: 1 } list ? (string?)list[0] ?? "" : throw new AwsException("InvalidParameters", $"Parameter \"{key}\" is not a String.");
        }

        foreach (var key in known.Required)
        {
            if (!values.ContainsKey(key)) throw new AwsException("InvalidParameters", $"Parameter \"{key}\" is required.");
        }

        foreach (var key in values.Keys.Where(key => key.EndsWith("portNumber", StringComparison.OrdinalIgnoreCase)))
        {
            if (!int.TryParse(values[key], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535 || (port == 0 && key == "portNumber"))
            {
                throw new AwsException("InvalidParameters", $"Parameter \"{key}\" does not match its allowed pattern.");
            }
        }

        if (values.TryGetValue("separateOutputStream", out var separate) && separate is not ("true" or "false"))
        {
            throw new AwsException("InvalidParameters", "Parameter \"separateOutputStream\" is not one of its allowed values.");
        }

        return new SessionDocument(name, known.Type, values, PropertiesOf(name, known.Type, values));
    }

    private static JsonObject? PropertiesOf(string name, string type, Dictionary<string, string> values)
    {
        if (type != "Port") return null;
        var properties = new JsonObject { ["portNumber"] = values.GetValueOrDefault("portNumber", name == "AWS-StartSSHSession" ? "22" : "80") };
        if (name == "AWS-StartSSHSession") return properties;
        properties["localPortNumber"] = values.GetValueOrDefault("localPortNumber", "0");
        properties["type"] = "LocalPortForwarding";
        if (values.TryGetValue("host", out var host)) properties["host"] = host;
        return properties;
    }
}
