using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>
/// What a rotation has done, on disk before anything that rests on it is done: a line for what it is about, then a line for
/// each step of each instance. A process that is killed leaves a last line that may be torn; it counts for nothing.
/// </summary>
/// <remarks>
/// Lines that come at the same time are flushed together. One process at a time has a journal open; the system drops its
/// lock with it.
/// </remarks>
public sealed class RotationJournal : IAsyncDisposable
{
    private const long MostBytes = 1L << 30;
    private const string Extension = ".journal";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Channel<(byte[] Line, TaskCompletionSource<bool> Written)> _lines = Channel.CreateUnbounded<(byte[] Line, TaskCompletionSource<bool> Written)>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly FileStream _file;
    private readonly IDisposable _lock;
    private readonly Task _writing;

    private RotationJournal(string path, RotationHeader header, Dictionary<string, RotationEntry> states, FileStream file, IDisposable held)
    {
        (Path, Header, States, _file, _lock) = (path, header, states, file, held);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What the rotation is about.</summary>
    public RotationHeader Header { get; }

    /// <summary>How far each instance had come when the journal was opened.</summary>
    internal IReadOnlyDictionary<string, RotationEntry> States { get; }

    /// <summary>A path for a new journal in a key store.</summary>
    public static string NewPath(string storeFolder, DateTime utcNow) => System.IO.Path.Combine(
        FolderOf(storeFolder),
        "rotation-" + utcNow.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture) + "-" + AuthorizedKeys.AuthorizedKeysScript.NewNonce().Substring(0, 8) + Extension);

    /// <summary>The newest journal of a key store with instances that are not done; where all are done, the newest.</summary>
    /// <exception cref="Ec2KeyPairException">RotationJournalInvalid: there is none.</exception>
    public static string PathToResume(string storeFolder)
    {
        var folder = FolderOf(storeFolder);
        var newestFirst = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "rotation-*" + Extension).OrderByDescending(path => path, StringComparer.Ordinal).ToList()
            : [];
        return newestFirst.Find(HasInstancesLeft) ?? newestFirst.FirstOrDefault() ?? throw RotationErrors.JournalInvalid(folder, "there is none in this folder");
    }

    private static bool HasInstancesLeft(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var (header, states, _) = Read(file, path);
            return header.InstanceIds.Any(id => !states.TryGetValue(id, out var entry) || !(entry.State.IsDone() || entry.State == RotationState.Gone));
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e) || e is Ec2KeyPairException)
        {
            return false; // It can't be gone on with; whoever names it is told why.
        }
    }

    /// <summary>Begins a journal; the file is there whole, or not at all.</summary>
    /// <exception cref="Ec2KeyPairException">KeyPairExists: the path is taken; FileWriteFailed, KeyStoreBusy.</exception>
    public static RotationJournal Create(string path, RotationHeader header)
    {
        try
        {
            if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder) PrivateAccess.MakeFolder(folder);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(path, e);
        }

        PrivateFile.Create(path, header.ToLine());
        return Open(path);
    }

    /// <summary>Opens a journal, to go on where it ends.</summary>
    /// <exception cref="Ec2KeyPairException">RotationJournalInvalid, FileReadFailed, KeyStoreBusy: another process goes on with it.</exception>
    public static RotationJournal Open(string path)
    {
        if (!File.Exists(path)) throw RotationErrors.JournalInvalid(path, "it is not there");
        var held = FileLock.Take(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, PendingFile.TemporaryPrefix + System.IO.Path.GetFileName(path) + ".lock"), Patience);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            if (file.Length > MostBytes) throw RotationErrors.JournalInvalid(path, "it is too large");
            var (header, states, whole) = Read(file, path);
            file.SetLength(whole);
            file.Seek(0, SeekOrigin.End);
            return new RotationJournal(path, header, states, file, held);
        }
        catch (Exception e)
        {
            file?.Dispose();
            held.Dispose();
            if (FileErrors.IsFileFailure(e)) throw FileErrors.Read(path, e);
            throw;
        }
    }

    /// <summary>Writes a line, and comes back when it is on the disk.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal async Task RecordAsync(RotationEntry entry)
    {
        var written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_lines.Writer.TryWrite((ToLine(entry), written))) throw new ObjectDisposedException(nameof(RotationJournal));
        await written.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _file.Dispose();
        _lock.Dispose();
    }

    private static string FolderOf(string storeFolder) => System.IO.Path.Combine(storeFolder, "rotations");

    private async Task WriteAsync()
    {
        var together = new List<(byte[] Line, TaskCompletionSource<bool> Written)>();
        while (await _lines.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            together.Clear();
            while (_lines.Reader.TryRead(out var line)) together.Add(line);
            try
            {
                var bytes = together.SelectMany(line => line.Line).ToArray();
                _file.Write(bytes, 0, bytes.Length);
                _file.Flush(flushToDisk: true);
                foreach (var (_, written) in together) written.TrySetResult(true);
            }
            catch (Exception e) when (FileErrors.IsFileFailure(e))
            {
                foreach (var (_, written) in together) written.TrySetException(FileErrors.Write(Path, e));
            }
        }
    }

    private static byte[] ToLine(RotationEntry entry)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("i", entry.InstanceId);
            json.WriteString("s", entry.State.ToString());
            json.WriteString("t", DateTime.UtcNow.ToString("o", CultureInfo.InvariantCulture));
            if (entry.IsOurs) json.WriteBoolean("o", true);
            if (entry.IsProven) json.WriteBoolean("p", true);
            if (entry.HadOld) json.WriteBoolean("h", true);
            if (entry.UserName is not null) json.WriteString("u", entry.UserName);
            if (entry.Failure is not null) json.WriteString("r", entry.Failure.Message);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    // Line by line up to the last whole one; what comes after it was being written when the process died.
    private static (RotationHeader Header, Dictionary<string, RotationEntry> States, long Whole) Read(FileStream file, string path)
    {
        RotationHeader? header = null;
        var states = new Dictionary<string, RotationEntry>(StringComparer.Ordinal);
        long whole = 0;
        using var line = new MemoryStream();
        var buffered = new BufferedStream(file);
        for (int value; (value = buffered.ReadByte()) >= 0;)
        {
            if (value != '\n')
            {
                line.WriteByte((byte)value);
                continue;
            }

            var text = Encoding.UTF8.GetString(line.ToArray());
            whole += line.Length + 1;
            line.SetLength(0);
            if (header is null) header = RotationHeader.Read(text) ?? throw RotationErrors.JournalInvalid(path, "its first line is not understood");
            else if (Entry(text) is { } entry) states[entry.InstanceId] = entry;
            else throw RotationErrors.JournalInvalid(path, "a line in it is damaged");
        }

        return header is null ? throw RotationErrors.JournalInvalid(path, "it has no whole line") : (header, states, whole);
    }

    private static RotationEntry? Entry(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            return Enum.TryParse<RotationState>(root.GetProperty("s").GetString(), out var state)
                ? new RotationEntry(root.GetProperty("i").GetString()!, state)
                {
                    IsOurs = Is("o"), IsProven = Is("p") || state is RotationState.Proven or RotationState.Removed, HadOld = Is("h"), UserName = Text("u"), Reason = Text("r"),
                }
                : null;

            bool Is(string name) => root.TryGetProperty(name, out var value) && value.GetBoolean();
            string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
