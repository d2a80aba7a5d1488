using System.Text;

namespace Ec2KeyPair.Hosting;

/// <summary>Passes a program's standard error on to this process's, byte for byte, and keeps the end of it.</summary>
internal sealed class StandardErrorTail
{
    private const int MostBytes = 16 * 1024;
    private static readonly TimeSpan PatienceWithChildren = TimeSpan.FromMilliseconds(500);
    private readonly Queue<byte> _end = new();

    /// <summary>The last 16 KiB, as text.</summary>
    internal string Text
    {
        get
        {
            lock (_end) return Encoding.UTF8.GetString([.. _end]);
        }
    }

    /// <summary>Listens until nobody can write there any more.</summary>
    internal async Task ListenAsync(Stream standardError)
    {
        using var shown = Console.OpenStandardError();
        var buffer = new byte[4096];
        int read;
        while ((read = await standardError.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false)) > 0)
        {
            Keep(buffer, read);
            await ShowAsync(shown, buffer, read).ConfigureAwait(false);
        }
    }

    private static async Task ShowAsync(Stream shown, byte[] buffer, int count)
    {
        try
        {
            await shown.WriteAsync(buffer, 0, count).ConfigureAwait(false);
            await shown.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody sees this process's standard error any more; the program must not be held up by that.
        }
    }

    /// <summary>Waits for what the program wrote last. A child that it left in the background may hold its standard error for ever.</summary>
    internal static Task EndAsync(Task listening) => Task.WhenAny(listening, Task.Delay(PatienceWithChildren));

    private void Keep(byte[] buffer, int count)
    {
        lock (_end)
        {
            for (var i = 0; i < count; i++)
            {
                if (_end.Count == MostBytes) _end.Dequeue();
                _end.Enqueue(buffer[i]);
            }
        }
    }
}
