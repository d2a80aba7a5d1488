using System.Security.Cryptography;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Repair.UserData;

/// <summary>The user data that an instance had before, in a private file until it is back: it may hold secrets, so it is in no journal.</summary>
internal sealed class KeptUserData(string path)
{
    private const int MostBytes = 16 * 1024; // EC2's own limit.

    /// <summary>Keeps it; what an earlier repair left there is worthless by then.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal void Keep(byte[] userData) => PrivateFile.Replace(path, userData);

    /// <summary>The file's content; null when it is gone.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    internal byte[]? Find()
    {
        try
        {
            return PathStatus.Of(path) is null ? null : SharedFile.Read(path, MostBytes);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(path, e);
        }
    }

    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal void Forget()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(path, e);
        }
    }

    /// <summary>SHA-256 in hex, by which the journal knows it.</summary>
    internal static string Digest(byte[] userData)
    {
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(userData).Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
