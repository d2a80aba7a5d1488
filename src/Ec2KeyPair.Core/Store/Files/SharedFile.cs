namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Reads small files that others may replace or remove at the same moment.</summary>
internal static class SharedFile
{
    private const int Attempts = 20;
    private const int PauseMilliseconds = 5;

    /// <summary>The whole content; null when it has more bytes than this. Only of files, and of what a link leads to.</summary>
    /// <exception cref="IOException">And the other failures that <see cref="FileErrors.IsFileFailure"/> knows.</exception>
    internal static byte[]? Read(string path, int mostBytes)
    {
        using var file = Open(path);
        var buffer = new byte[Math.Min(file.Length, mostBytes) + 1];
        try
        {
            var read = 0;
            while (true)
            {
                var now = file.Read(buffer, read, buffer.Length - read);
                read += now;
                if (now == 0) return buffer.AsSpan(0, read).ToArray();
                if (read > mostBytes) return null;
                if (read == buffer.Length) buffer = Grown(buffer, mostBytes);
            }
        }
        finally
        {
            Array.Clear(buffer, 0, buffer.Length);
        }
    }

    // It has grown since it was opened. What is left behind may be part of a key.
    private static byte[] Grown(byte[] buffer, int mostBytes)
    {
        var larger = new byte[mostBytes + 1];
        buffer.CopyTo(larger, 0);
        Array.Clear(buffer, 0, buffer.Length);
        return larger;
    }

    // Opening a pipe waits for whoever writes into it, and a device may never end: nothing could stop that. Windows opens
    // pipes without waiting, and they show as what can't be sought in.
    private static void ThrowIfNoFile(string path)
    {
        if (!Platform.IsWindows && UnixStatus.Of(path, followLinks: true) is { Kind: not PathKind.File }) throw NoFile();
    }

    private static IOException NoFile() => new("It is a folder, a pipe or a device, not a file.");

    private static FileStream Open(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                ThrowIfNoFile(path);
                var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
                if (file.CanSeek) return file;
                file.Dispose();
                throw NoFile();
            }
            catch (Exception e) when (Platform.IsWindows && attempt < Attempts && WindowsFile.IsTransient(e))
            {
                Thread.Sleep(PauseMilliseconds);
            }
        }
    }
}
