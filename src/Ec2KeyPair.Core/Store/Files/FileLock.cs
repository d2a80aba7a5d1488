using System.Diagnostics;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>
/// One writer at a time among all processes. The operating system drops the lock with the process that held it
/// (flock, share modes), so a crash leaves none behind.
/// </summary>
internal static class FileLock
{
    private const int QuickAttempts = 5;
    private const int LongestPauseMilliseconds = 8;
    private static readonly Random Jitter = new();

    /// <summary>Waits for the lock; dispose to give it back.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreBusy, KeyStoreUnsafe, FileWriteFailed.</exception>
    internal static IDisposable Take(string path, TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        for (var attempt = 1; ; attempt++)
        {
            if (TryTake(path) is { } held) return held;
            if (waited.Elapsed >= patience) throw Busy(path, patience);
            Pause(attempt);
        }
    }

    // Another writer holds it for the time of two renames as a rule, and for a flush of the disk at most.
    private static void Pause(int attempt)
    {
        if (attempt <= QuickAttempts)
        {
            Thread.Yield();
            return;
        }

        int pause;
        lock (Jitter) pause = Jitter.Next(1, LongestPauseMilliseconds + 1);
        Thread.Sleep(pause);
    }

    private static IDisposable? TryTake(string path)
    {
        try
        {
            if (PathStatus.Of(path) is { Kind: not PathKind.File }) throw NoFile(path);
            return Platform.IsWindows ? WindowsFile.TryLock(path) : UnixFile.TryLock(path);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.FileWriteFailed,
                $"The lock '{path}' can't be taken: {e.Message}",
                path,
                "Check that you may write to its folder, and that it is on a file system with locks.",
                e);
        }
    }

    private static Ec2KeyPairException NoFile(string path) => new(
        ErrorCondition.KeyStoreUnsafe,
        $"The lock '{path}' is a link, a folder or a device, where a file has to be; nothing was written.",
        path,
        "Find out who put it there, and remove it.");

    private static Ec2KeyPairException Busy(string path, TimeSpan patience) => new(
        ErrorCondition.KeyStoreBusy,
        $"Another process has held the lock '{path}' for {patience.TotalSeconds:0} s.",
        path,
        "Try again; look for a process that hangs.");
}
