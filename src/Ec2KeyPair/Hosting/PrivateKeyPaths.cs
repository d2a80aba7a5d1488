using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Hosting;

/// <summary>Finds private keys by the files, folders and patterns that a cmdlet is given.</summary>
internal static class PrivateKeyPaths
{
    /// <summary>Pipeline thread: the private keys that these paths name, each file once.</summary>
    /// <remarks>A file that is named has to hold a private key; of a folder or a pattern those files count that do.</remarks>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, PrivateKeyRequired, FileReadFailed, ParameterInvalid, or a key file condition.</exception>
    internal static IReadOnlyList<LocalKeyPair> FindPrivateKeys(this PSCmdlet cmdlet, IEnumerable<string> paths) =>
        paths.SelectMany(path => Find(cmdlet, path)).GroupBy(file => file.Path, StringComparer.Ordinal).Select(same => same.First()).ToList();

    private static IReadOnlyList<LocalKeyPair> Find(PSCmdlet cmdlet, string path)
    {
        // What is there under this very name counts before its wildcards do: file names hold brackets too.
        var literal = cmdlet.FilePath(path);
        if (Directory.Exists(literal)) return PrivateKeyFiles.InFolder(literal);
        if (File.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path)) return [PrivateKeyFiles.Inspect(literal)];
        var found = PrivateKeyFiles.Among(cmdlet.ExistingFiles(path));
        return found.Count > 0 ? found : throw new Ec2KeyPairException(
            ErrorCondition.PrivateKeyNotFound, $"No file that '{path}' names holds a private key.", path, "Give the files or the folder that have the keys.");
    }
}
