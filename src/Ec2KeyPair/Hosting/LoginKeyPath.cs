using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Hosting;

/// <summary>The key to log in with, as -KeyPath names it: a file, or a key of the key store.</summary>
internal static class LoginKeyPath
{
    /// <summary>Pipeline thread: its file; a file of that name counts before a key of the store.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, KeyStoreUnsafe.</exception>
    internal static string Find(PSCmdlet cmdlet, KeyStore store, string nameOrPath)
    {
        var path = cmdlet.FilePath(nameOrPath);
        return File.Exists(path) ? path
            : store.FindByAnyName(nameOrPath)?.Path
            ?? throw new Ec2KeyPairException(
                ErrorCondition.PrivateKeyNotFound,
                $"'{Core.Text.Printable.Text(nameOrPath)}' is neither a file nor a key of the store '{store.Folder}'.",
                nameOrPath,
                "List the keys with Get-EC2KeyPairLocal.");
    }

    /// <summary>Pipeline thread: the same where a folder or a pattern may stand too: those stay what they are.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe.</exception>
    internal static string OrStored(PSCmdlet cmdlet, KeyStore store, string nameOrPath)
    {
        var path = cmdlet.FilePath(nameOrPath);
        return File.Exists(path) || Directory.Exists(path) ? nameOrPath : store.FindByAnyName(nameOrPath)?.Path ?? nameOrPath;
    }

    /// <summary>The key of that name, if it can be a name at all.</summary>
    internal static LocalKeyPair? FindByAnyName(this KeyStore store, string name)
    {
        try
        {
            return store.Find(name);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.KeyNameInvalid)
        {
            return null; // Then it can only be a path.
        }
    }
}
