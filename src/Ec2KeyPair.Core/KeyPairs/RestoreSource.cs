using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Where a private key is to be restored from.</summary>
/// <param name="ParameterName">The parameter.</param>
/// <param name="KeyName">The name that the key has there.</param>
/// <param name="Expected">What EC2 says of the key; null where it has no such key pair to say something of.</param>
public sealed record RestoreSource(string ParameterName, string KeyName, Ec2KeyPairInfo? Expected)
{
    /// <summary>A parameter by its name, or the one in which a backup of this key is; one of the two is given.</summary>
    /// <exception cref="Ec2KeyPairException">KeyNameInvalid.</exception>
    public static RestoreSource OfParameter(string? parameterName, string? keyName) =>
        new(parameterName ?? ParameterNames.OfKeyName(keyName!), keyName ?? ParameterNames.KeyNameOf(parameterName!), null);

    /// <summary>The key of a CloudFormation key pair by its name; its parameter has the id for its name.</summary>
    /// <exception cref="Ec2KeyPairException">KeyPairNotFound, or an Aws condition.</exception>
    public static async Task<RestoreSource> OfKeyPairNameAsync(IKeyPairApi api, string name, CancellationToken cancel) =>
        Of((await api.FindAsync([name], cancel).ConfigureAwait(false)).FirstOrDefault() ?? throw NotFound(api, name));

    /// <summary>The key of a CloudFormation key pair by its id.</summary>
    /// <exception cref="Ec2KeyPairException">KeyPairNotFound, or an Aws condition.</exception>
    public static async Task<RestoreSource> OfKeyPairIdAsync(IKeyPairApi api, string keyPairId, CancellationToken cancel) =>
        Of(await api.FindByIdAsync(keyPairId, cancel).ConfigureAwait(false) ?? throw NotFound(api, keyPairId));

    /// <summary>The key that AWSSupport-ResetAccess gave an instance: not its launch key, so EC2 knows nothing of it.</summary>
    /// <exception cref="Ec2KeyPairException">InstanceNotFound, InstanceAmbiguous, or an Aws condition.</exception>
    public static async Task<RestoreSource> OfInstanceAsync(IInstanceApi api, string identity, CancellationToken cancel)
    {
        var id = InstanceIdentity.IsId(identity)
            ? identity
            : (await new InstanceResolver(api).ResolveAsync(identity, cancel).ConfigureAwait(false)).InstanceId;
        return new RestoreSource(ParameterNames.OfInstance(id), id, null);
    }

    private static RestoreSource Of(Ec2KeyPairInfo found) => new(ParameterNames.OfKeyPairId(found.KeyPairId ?? ""), found.KeyName, found);

    private static Ec2KeyPairException NotFound(IKeyPairApi api, string text) => new(
        ErrorCondition.KeyPairNotFound,
        $"EC2 in {api.Region} has no key pair '{text}'.",
        text,
        "Check the Region and the account (-Region, -ProfileName); or name the parameter with -ParameterName.");
}
