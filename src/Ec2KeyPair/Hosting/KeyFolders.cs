using System.Collections.ObjectModel;
using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Hosting;

/// <summary>Opens key stores and key files by the paths that a cmdlet is given.</summary>
internal static class KeyFolders
{
    /// <summary>Pipeline thread: the key store, with a warning for each thing that had to be mended.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe.</exception>
    internal static KeyStore OpenKeyStore(this PSCmdlet cmdlet, string? storePath)
    {
        var given = storePath is null ? null : cmdlet.FilePath(storePath);
        var store = KeyStore.Open(KeyStoreLocation.Resolve(given));
        foreach (var notice in store.Notices) cmdlet.WriteWarning(notice);
        return store;
    }

    /// <summary>Pipeline thread: the private key files that these paths name, wildcards included.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, PrivateKeyRequired, FileReadFailed, or a key file condition.</exception>
    internal static KeyFilesSource OpenKeyFiles(this PSCmdlet cmdlet, IEnumerable<string> paths) =>
        new(paths.SelectMany(cmdlet.ExistingFiles).ToList());

    /// <summary>Pipeline thread: full paths of the files that a path with wildcards names.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound: there are none.</exception>
    internal static IReadOnlyCollection<string> ExistingFiles(this PSCmdlet cmdlet, string path)
    {
        try
        {
            Collection<string> files = cmdlet.GetResolvedProviderPathFromPSPath(path, out var provider);
            ThrowIfNoFile(path, provider);
            if (files.Count > 0) return files;
        }
        catch (ItemNotFoundException e)
        {
            throw NotFound(path, e);
        }

        throw NotFound(path, null);
    }

    /// <summary>The full path of a file, there or not; wildcards are characters of its name.</summary>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid: a path of another provider, whose rest would pass for a file of the working folder.</exception>
    internal static string FilePath(this PSCmdlet cmdlet, string path)
    {
        var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        ThrowIfNoFile(path, provider);
        return full;
    }

    private static void ThrowIfNoFile(string path, ProviderInfo provider)
    {
        if (provider.Name == "FileSystem") return;
        throw new Ec2KeyPairException(
            ErrorCondition.ParameterInvalid,
            $"'{path}' is a path of the provider {provider.Name}, not of a file.",
            path,
            "Give a path of the file system.");
    }

    private static Ec2KeyPairException NotFound(string path, Exception? cause) => new(
        ErrorCondition.PrivateKeyNotFound, $"There is no file '{path}'.", path, innerException: cause);
}
