namespace Ec2KeyPair.Core.Store.Files;

/// <summary>A folder among the system's temporary ones that nobody else can look into. It goes, with what is in it, when disposed.</summary>
internal sealed class PrivateTemporaryFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileWriteFailed.</exception>
    internal PrivateTemporaryFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "ec2keypair-" + Guid.NewGuid().ToString("N"));
        Make(Path);
    }

    /// <summary>Its full path.</summary>
    internal string Path { get; }

    /// <summary>Makes a folder in it.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileWriteFailed.</exception>
    internal string MakeFolder(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        Make(path);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            // A program that was just ended may still hold a file; nothing secret is in it, and the system sweeps its temporary files.
        }
    }

    private static void Make(string path)
    {
        try
        {
            PrivateAccess.MakeFolder(path);
            // The name can't be guessed, so this says that the folder is ours and not one that somebody put there.
            if (PathStatus.Of(path) is not { Kind: PathKind.Folder, IsMine: true, IsPrivate: true })
            {
                throw new IOException("The file system does not keep other users away from a folder.");
            }
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(path, e);
        }
    }
}
