using System.Management.Automation;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Hosting.AuthorizedKeys;

/// <summary>The public halves of keys in the store.</summary>
internal static class StoredPublicKeys
{
    /// <summary>Pipeline thread.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, PassphraseRequired: only the passphrase tells the public half; or what is wrong with the store.</exception>
    internal static IReadOnlyList<AuthorizedKeyText> StoredKeys(this PSCmdlet cmdlet, IReadOnlyList<string> names, string? storePath)
    {
        if (names.Count == 0) return [];
        var store = cmdlet.OpenKeyStore(storePath);
        return names.Select(name => store.FindOne(name)).Select(found => found.PublicKey is { } line
            ? AuthorizedKeyText.Parse(line)
            : throw new Ec2KeyPairException(
                ErrorCondition.PassphraseRequired, $"Only its passphrase tells the public half of '{found.Name}'.", found.Name, "Give the public half with -PublicKey.")).ToList();
    }
}
