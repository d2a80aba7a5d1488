using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>The connection file of one run: where the user wants it, or in a private folder that goes with the run.</summary>
internal static class RdpConnectionFile
{
    /// <summary>Writes it.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed: also when there is a file of that name; ParameterInvalid: its name has another ending.</exception>
    internal static string Write(RdpLaunch launch, PrivateTemporaryFolder folder)
    {
        var path = CheckedName(launch.FilePath ?? Path.Combine(folder.Path, launch.Title + RdpFile.Extension));
        try
        {
            PrivateFile.Create(path, new RdpFile(launch.Address, launch.Login.Account).ToBytes());
            return path;
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.KeyPairExists)
        {
            throw new Ec2KeyPairException(ErrorCondition.FileWriteFailed, $"'{path}' exists; it was not overwritten.", path, "Choose another -RdpFilePath, or remove it first.", e);
        }
    }

    /// <summary>The path itself, when clients know by its ending what it is.</summary>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    internal static string CheckedName(string path) => path.EndsWith(RdpFile.Extension, StringComparison.OrdinalIgnoreCase)
        ? path
        : throw new Ec2KeyPairException(
            ErrorCondition.ParameterInvalid, $"-RdpFilePath '{path}' does not end with {RdpFile.Extension}, by which clients know such a file.", path);
}
