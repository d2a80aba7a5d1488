using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>
/// A text file of the user's (known_hosts, ssh's config) that other programs write too. Writers of this module take
/// turns; each writes a whole new file that takes the old one's name, mode and owner in one step, so a reader sees the
/// old content or the new.
/// </summary>
/// <remarks>
/// Other programs take no lock: ssh appends to known_hosts as it likes. So a change is made anew when the file is not
/// the one any more that was read, up to the moment before the new one takes its name.
/// </remarks>
/// <param name="path">The file, which need not be there; a link is followed.</param>
/// <param name="mostBytes">A file with more is no such file.</param>
internal sealed class EditedFile(string path, int mostBytes)
{
    private const int Attempts = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The content now; null when there is no file.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    internal byte[]? Read() => Read(path);

    /// <summary>Changes the file; a new one is private.</summary>
    /// <param name="change">
    /// Makes the new content of the old one (null: there is no file), or null to leave it as it is; and an answer. Called
    /// again when another program was quicker.
    /// </param>
    /// <returns>The answer of the call that counted.</returns>
    /// <exception cref="Ec2KeyPairException">FileReadFailed, FileWriteFailed, KeyStoreBusy, or what <paramref name="change"/> throws.</exception>
    internal T Edit<T>(Func<byte[]?, (byte[]? Content, T Answer)> change)
    {
        var file = Target();
        using (FileLock.Take(LockPath(file), Patience))
        {
            for (var attempt = 1; ; attempt++)
            {
                var before = Status(file);
                var (content, answer) = change(Read(file));
                if (content is null || Write(file, content, before)) return answer;
                if (attempt == Attempts) throw Restless(file);
            }
        }
    }

    // False when the file is not the one any more that was read.
    private static bool Write(string file, byte[] content, PathStatus? before)
    {
        using var pending = PendingFile.Write(file, content);
        if (before is not null) pending.TakeAccessOf(file);
        PendingFile.Flush(pending);
        if (Status(file) != before) return false;
        if (before is not null) pending.PublishOver();
        else if (!pending.TryPublishAsNew()) return false;
        pending.Settle();
        return true;
    }

    private byte[]? Read(string file)
    {
        try
        {
            return SharedFile.Read(file, mostBytes) ?? throw TooLarge(file);
        }
        catch (Exception e) when (FileErrors.IsMissing(e))
        {
            return null;
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(file, e);
        }
    }

    private static PathStatus? Status(string file)
    {
        try
        {
            return PathStatus.Of(file);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(file, e);
        }
    }

    // ~/.ssh/known_hosts is a link in many a home: what it leads to is the file, as for ssh.
    private string Target()
    {
        try
        {
            var full = LinkTarget.Of(Path.GetFullPath(path));
            var folder = Path.GetDirectoryName(full) ?? throw new IOException("It names no file.");
            PrivateAccess.MakeFolder(folder);
            Leftovers.Sweep(folder);
            return full;
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(path, e);
        }
    }

    // Beside the file, under a name that the key store knows as one of ours.
    private static string LockPath(string file) =>
        Path.Combine(Path.GetDirectoryName(file)!, PendingFile.TemporaryPrefix + Path.GetFileName(file) + ".lock");

    private Ec2KeyPairException TooLarge(string file) => new(
        ErrorCondition.FileReadFailed, $"'{file}' has more than {mostBytes / 1024} KiB: it is not what it should be.", file, "Give another path.");

    private static Ec2KeyPairException Restless(string file) => new(
        ErrorCondition.FileWriteFailed,
        $"'{file}' was changed by another program whenever it was about to be written; it is as that program left it.",
        file,
        "Find out which program writes there all the time, and try again.");
}
