using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Text;

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
        if (!string.IsNullOrEmpty(given)) return Normal(given!);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return Normal(named);
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

    /// <summary>The full path, without a separator at its end: with one, a link to a folder passes for the folder.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe: the text is no path.</exception>
    internal static string Normal(string folder)
    {
        try
        {
            var full = Path.GetFullPath(folder);
            var root = Path.GetPathRoot(full)!.Length;
            while (full.Length > root && (full[full.Length - 1] == Path.DirectorySeparatorChar || full[full.Length - 1] == Path.AltDirectorySeparatorChar))
            {
                full = full.Substring(0, full.Length - 1);
            }

            return full;
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw Unsafe(Printable.Text(folder), $"is no path ({e.Message})", e);
        }
    }

    /// <summary>True when something has the folder's name, a dangling link included.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe: it can't be told.</exception>
    internal static bool IsThere(string folder) => Status(folder) is not null;

    /// <summary>Refuses a folder that others could have put there, and closes one that others can look into.</summary>
    /// <returns>What was mended, a sentence for the user to see; null when all was well.</returns>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe.</exception>
    internal static string? Secure(string folder)
    {
        var status = Status(folder) ?? throw Unsafe(folder, "is not there any more");
        if (status.Kind == PathKind.Link) throw Unsafe(folder, "is a link");
        if (status.Kind != PathKind.Folder) throw Unsafe(folder, "is not a folder");
        if (!status.IsMine) throw Unsafe(folder, "belongs to another user");
        if (status.IsPrivate) return null;
        try
        {
            // Closing a folder that serves others too (/, /tmp, a home) would break what is no business of ours.
            if (Stranger(folder) is { } stranger) throw Unsafe(folder, $"is open to other users and holds other things than keys ('{stranger}')");
            PrivateAccess.Mend(folder, isFolder: true);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw Unsafe(folder, $"is open to other users, and that can't be mended ({e.Message})", e);
        }

        return $"Other users had access to the key store '{folder}'; it has been taken away.";
    }

    /// <summary>Makes the folder, and those above it that are missing, private from the first moment.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal static void Create(string folder)
    {
        try
        {
            PrivateAccess.MakeFolder(folder);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.FileWriteFailed,
                $"The key store '{folder}' can't be made: {e.Message}",
                folder,
                $"Name another folder with -StorePath or {Variable}.",
                e);
        }
    }

    private static PathStatus? Status(string folder)
    {
        try
        {
            return PathStatus.Of(folder);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw Unsafe(folder, $"can't be checked ({e.Message})", e);
        }
    }

    private static string? Stranger(string folder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder))
        {
            var name = Path.GetFileName(path);
            if (name is ".lock" or "known_hosts" or "known_hosts.old" or "known_rdp") continue;
            if (name.StartsWith(PendingFile.TemporaryPrefix, StringComparison.Ordinal)) continue;
            if (Path.GetExtension(name) is not (".pem" or ".ppk" or ".json" or ".pub")) return Printable.Text(name);
        }

        return null;
    }

    private static Ec2KeyPairException Unsafe(string folder, string fault, Exception? cause = null) => new(
        ErrorCondition.KeyStoreUnsafe,
        $"The key store '{folder}' {fault}; it is not used.",
        folder,
        $"Name a folder of your own with -StorePath or {Variable}.",
        cause);
}
