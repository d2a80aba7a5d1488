using System.Diagnostics;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>
/// One writer at a time among all processes. The operating system drops the lock with the process that held it
/// (flock, share modes), so a crash leaves none behind.
/// </summary>
internal static class FileLock
{
    private static readonly Random Jitter = new();

    /// <summary>Waits for the lock; dispose to give it back.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreBusy, FileWriteFailed.</exception>
    internal static IDisposable Take(string path, TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && waited.Elapsed < patience)
            {
                // Held by another writer, for some milliseconds as a rule.
                int pause;
                lock (Jitter) pause = Jitter.Next(1, 15);
                Thread.Sleep(pause);
            }
            catch (IOException e) when (File.Exists(path))
            {
                throw new Ec2KeyPairException(
                    ErrorCondition.KeyStoreBusy,
                    $"Another process has held the key store's lock '{path}' for {patience.TotalSeconds:0} s.",
                    path,
                    "Try again; look for a process that hangs.",
                    e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new Ec2KeyPairException(
                    ErrorCondition.FileWriteFailed, $"The key store's lock '{path}' can't be written: {e.Message}", path, innerException: e);
            }
        }
    }
}
