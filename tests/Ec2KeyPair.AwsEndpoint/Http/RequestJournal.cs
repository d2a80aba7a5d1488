using System.Collections.Concurrent;

namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>One request as it was answered. <see cref="Status"/> is 0 where the connection was cut.</summary>
public sealed record RecordedRequest(
    DateTimeOffset Time,
    string Service,
    string Action,
    string Region,
    string AccessKey,
    IReadOnlyList<KeyValuePair<string, string>> Parameters,
    string? Body,
    string UserAgent,
    int Status,
    string? ErrorCode)
{
    public string? this[string name] => Parameters.FirstOrDefault(p => p.Key == name).Value;
}

/// <summary>What was asked, newest last; bounded.</summary>
public sealed class RequestJournal
{
    private readonly ConcurrentQueue<RecordedRequest> _entries = new();
    private long _total;

    internal RequestJournal(int capacity) => Capacity = capacity;

    /// <summary>Entries kept; 0 turns the journal off, e.g. for benchmarks.</summary>
    public int Capacity { get; set; }

    /// <summary>All requests since the start, also with the journal off.</summary>
    public long Total => Interlocked.Read(ref _total);

    public IReadOnlyList<RecordedRequest> All => [.. _entries];

    public IReadOnlyList<RecordedRequest> Of(string action) => [.. _entries.Where(e => e.Action == action)];

    public int Count(string action) => _entries.Count(e => e.Action == action);

    public void Clear() => _entries.Clear();

    internal bool Count()
    {
        Interlocked.Increment(ref _total);
        return Capacity > 0;
    }

    internal void Add(RecordedRequest entry)
    {
        _entries.Enqueue(entry);
        while (_entries.Count > Capacity && _entries.TryDequeue(out _))
        {
        }
    }
}
