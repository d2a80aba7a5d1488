using System.Management.Automation;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Hosting.AuthorizedKeys;

/// <summary>A key of a rotation: by its name in the key store, or the path of its file.</summary>
/// <param name="Source">The name or the full path.</param>
/// <param name="File">What is in the file.</param>
internal sealed record RotationKey(string Source, LocalKeyPair File)
{
    /// <summary>The public half.</summary>
    /// <exception cref="Ec2KeyPairException">PassphraseRequired: only the passphrase tells it.</exception>
    internal AuthorizedKeyText Text => PublicKeyFile.Read(File.Path);

    /// <summary>Pipeline thread: finds it; a name in the store counts before a file of that name.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, FileReadFailed, or a key file condition.</exception>
    internal static RotationKey Find(PSCmdlet cmdlet, KeyStore store, string nameOrPath)
    {
        if (store.FindByAnyName(nameOrPath) is { } stored) return new RotationKey(nameOrPath, stored);
        var path = cmdlet.FilePath(nameOrPath);
        return System.IO.File.Exists(path)
            ? new RotationKey(path, KeyFileInspection.Inspect(path))
            : throw new Ec2KeyPairException(
                ErrorCondition.PrivateKeyNotFound, $"'{Core.Text.Printable.Text(nameOrPath)}' is neither a key of the store '{store.Folder}' nor a file.", nameOrPath, "List the keys with Get-EC2KeyPairLocal.");
    }
}
