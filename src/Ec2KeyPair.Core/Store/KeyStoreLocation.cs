using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Store;

/// <summary>Where the key store is, and that it may be trusted.</summary>
public static class KeyStoreLocation
{
    /// <summary>The environment variable that names another folder than the default.</summary>
    public const string Variable = "EC2KEYPAIR_STORE";

    /// <summary>The folder: what was given, else <c>EC2KEYPAIR_STORE</c>, else the user's own default.</summary>
    /// <remarks>
    /// Windows <c>%LOCALAPPDATA%\Ec2KeyPair\keys</c>, macOS <c>~/Library/Application Support/Ec2KeyPair/keys</c>, else
    /// <c>$XDG_DATA_HOME/ec2keypair/keys</c> or <c>~/.local/share/ec2keypair/keys</c> (XDG Base Directory Specification).
    /// </remarks>
    public static string Resolve(string? given)
    {
        if (!string.IsNullOrEmpty(given)) return Path.GetFullPath(given!);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return Path.GetFullPath(named);
        if (Platform.IsWindows)
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Ec2KeyPair", "keys");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
        {
            return Path.Combine(home, "Library", "Application Support", "Ec2KeyPair", "keys");
        }

        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        return Path.Combine(string.IsNullOrEmpty(data) || !Path.IsPathRooted(data) ? Path.Combine(home, ".local", "share") : data, "ec2keypair", "keys");
    }

    /// <summary>Refuses a folder that others could have put there, and closes one that others can look into.</summary>
    /// <returns>What was mended, a sentence each, for the user to see.</returns>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe.</exception>
    internal static IReadOnlyList<string> Secure(string folder)
    {
        try
        {
            if (PrivateAccess.IsLink(folder)) throw Unsafe(folder, "is a link");
            if (!PrivateAccess.IsMine(folder)) throw Unsafe(folder, "belongs to another user");
            if (PrivateAccess.Holds(folder)) return [];
            PrivateAccess.Mend(folder);
            return [$"Other users had access to the key store '{folder}'; it has been taken away."];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unsafe(folder, $"can't be checked ({e.Message})");
        }
    }

    /// <summary>Makes the folder, private from the first moment; the folders above it are made as usual.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            if (Platform.IsWindows) WindowsFile.CreatePrivateFolder(folder);
#if NET
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#else
            else Directory.CreateDirectory(folder); // Secured right after, before anything is in it.
#endif
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.FileWriteFailed,
                $"The key store '{folder}' can't be made: {e.Message}",
                folder,
                $"Name another folder with -StorePath or {Variable}.",
                e);
        }
    }

    private static Ec2KeyPairException Unsafe(string folder, string fault) => new(
        ErrorCondition.KeyStoreUnsafe,
        $"The key store '{folder}' {fault}; it is not used.",
        folder,
        $"Name a folder of your own with -StorePath or {Variable}.");
}
