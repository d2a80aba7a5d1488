using System.Text;
using System.Text.Json;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Repair.Sagas;

/// <summary>
/// A journal in a private file: one JSON object a line, only ever appended to, each line flushed to the disk before it
/// counts. A last line that a crash has torn is cut off; nothing was done yet that depends on it.
/// </summary>
/// <example><code>
/// {"at":"2026-11-26T00:47:05Z","mark":"Fact","name":"volume","value":"vol-0123456789abcdef0"}
/// </code></example>
internal sealed class FileJournal(string path) : ISagaJournal
{
    private const int MostBytes = 4 << 20;
    private const byte LineFeed = (byte)'\n';

    /// <inheritdoc/>
    public IReadOnlyList<JournalEntry> Read()
    {
        try
        {
            if (PathStatus.Of(path) is null) return [];
            RequireOwnFile();
            var content = SharedFile.Read(path, MostBytes) ?? throw new IOException($"It has more than {MostBytes:N0} bytes.");
            var whole = Array.LastIndexOf(content, LineFeed) + 1;
            return Encoding.UTF8.GetString(content, 0, whole).Split('\n').Where(line => line.Length > 0).Select(ReadLine).ToList();
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e) || e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.FileReadFailed,
                $"The journal of repairs '{path}' can't be read: {e.Message}",
                path,
                "It tells what an earlier repair has left to put back: look at it before you remove it.",
                e);
        }
    }

    /// <inheritdoc/>
    public void Append(JournalEntry entry)
    {
        try
        {
            if (PathStatus.Of(path) is null) PrivateFile.Create(path, []);
            RequireOwnFile();
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1);
            CutTornLine(file);
            var line = WriteLine(entry);
            file.Write(line, 0, line.Length);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(path, e);
        }
    }

    private static void CutTornLine(FileStream file)
    {
        var end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == LineFeed) break;
            end--;
        }

        file.SetLength(end);
        file.Position = end;
    }

    private void RequireOwnFile()
    {
        if (PathStatus.Of(path) is { Kind: PathKind.File, IsMine: true }) return;
        throw new Ec2KeyPairException(
            ErrorCondition.KeyStoreUnsafe, $"The journal '{path}' is a link, or belongs to another user; it is not used.", path, "Find out who put it there, and remove it.");
    }

    private static byte[] WriteLine(JournalEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("at", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
            writer.WriteString("mark", entry.Mark.ToString());
            if (entry.Name.Length > 0) writer.WriteString("name", entry.Name);
            if (entry.Value is not null) writer.WriteString("value", entry.Value);
            writer.WriteEndObject();
        }

        buffer.WriteByte(LineFeed);
        return buffer.ToArray();
    }

    private static JournalEntry ReadLine(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var mark = root.GetProperty("mark").GetString();
        if (!Enum.TryParse<JournalMark>(mark, out var known)) throw new JsonException($"'{Text.Printable.Text(mark ?? "")}' is no mark.");
        return new JournalEntry(known, Of(root, "name") ?? "", Of(root, "value"));
    }

    private static string? Of(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
