using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Store;

/// <summary>Looks at private key files without opening encrypted ones.</summary>
public static class PrivateKeyFiles
{
    private const int MostFiles = 10_000;

    /// <summary>The private key in a file that a person named.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, PrivateKeyRequired, FileReadFailed, or a key file condition.</exception>
    public static LocalKeyPair Inspect(string path)
    {
        var file = KeyFileInspection.Inspect(path);
        return file.HasPrivateKey
            ? file
            : throw new Ec2KeyPairException(
                ErrorCondition.PrivateKeyRequired, $"'{path}' holds a public key only.", path, "Give the file with the private key.");
    }

    /// <summary>The private keys among these files; whatever else is there is passed over.</summary>
    public static IReadOnlyList<LocalKeyPair> Among(IEnumerable<string> paths) => paths.Select(TryInspect).OfType<LocalKeyPair>().ToList();

    /// <summary>The private keys in a folder, not in its folders; whatever else is there is passed over.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed; PrivateKeyNotFound: there are none; ParameterInvalid: more than 10,000 files.</exception>
    public static IReadOnlyList<LocalKeyPair> InFolder(string folder)
    {
        try
        {
            var files = Directory.EnumerateFiles(folder).Take(MostFiles + 1).OrderBy(path => path, StringComparer.Ordinal).ToList();
            if (files.Count > MostFiles)
            {
                throw new Ec2KeyPairException(
                    ErrorCondition.ParameterInvalid, $"'{folder}' has more than {MostFiles:N0} files.", folder, "Give a folder of keys, or the file itself.");
            }

            var found = Among(files);
            return found.Count > 0 ? found : throw new Ec2KeyPairException(
                ErrorCondition.PrivateKeyNotFound, $"There is no private key in the folder '{folder}'.", folder, "Folders in it are not searched: give the folder that has the keys.");
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(folder, e);
        }
    }

    private static LocalKeyPair? TryInspect(string path)
    {
        try
        {
            // Opening a pipe would wait for whoever writes into it.
            if (PathStatus.OfTarget(path) is not { Kind: PathKind.File, Length: > 0 and <= KeyFileLimits.MaxFileBytes }) return null;
            var file = KeyFileInspection.Inspect(path);
            return file.HasPrivateKey ? file : null;
        }
        catch (Exception e) when (e is Ec2KeyPairException || FileErrors.IsFileFailure(e))
        {
            return null;
        }
    }
}
