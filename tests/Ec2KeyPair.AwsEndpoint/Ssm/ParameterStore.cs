using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>A stored parameter. Names are case-sensitive; each overwrite makes a new version.</summary>
public sealed record StoredParameter(string Name, string Type, string Value, int Version, string Tier, string? KeyId, string? Description, DateTimeOffset LastModified);

/// <summary>The parameters of one account and Region.</summary>
public sealed class ParameterStore
{
    private readonly ConcurrentDictionary<string, StoredParameter> _parameters = new(StringComparer.Ordinal);

    public IReadOnlyCollection<StoredParameter> All => [.. _parameters.Values];

    public StoredParameter? Find(string name) => _parameters.GetValueOrDefault(name);

    public void Put(StoredParameter parameter) => _parameters[parameter.Name] = parameter;

    /// <summary>As CloudFormation leaves a private key under /ec2/keypair/ and the key pair's id.</summary>
    public void PutSecure(string name, string value) => Put(new StoredParameter(name, "SecureString", value, 1, "Standard", "alias/aws/ssm", null, DateTimeOffset.UtcNow));

    public bool Remove(string name) => _parameters.TryRemove(name, out _);

    /// <summary>Without decryption a SecureString shows ciphertext.</summary>
    internal static JsonObject Write(StoredParameter parameter, bool decrypt, string region, string account) => new()
    {
        ["ARN"] = $"arn:aws:ssm:{region}:{account}:parameter{(parameter.Name.StartsWith('/') ? "" : "/")}{parameter.Name}",
        ["DataType"] = "text",
        ["LastModifiedDate"] = parameter.LastModified.ToUnixTimeMilliseconds() / 1000.0,
        ["Name"] = parameter.Name,
        ["Type"] = parameter.Type,
        ["Value"] = parameter.Type == "SecureString" && !decrypt
            ? "AQICAH" + Convert.ToBase64String(System.Security.Cryptography.SHA512.HashData(System.Text.Encoding.UTF8.GetBytes(parameter.Value)))
            : parameter.Value,
        ["Version"] = parameter.Version,
    };
}
