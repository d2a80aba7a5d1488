using System.Collections.Concurrent;
using System.Security.Cryptography;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Gateway;

/// <summary>Every session that was started, and how the next ones will be.</summary>
public sealed class SessionDirectory : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, PlayedSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<PlayedSession> _ordered = new();

    /// <summary>For sessions that are started from now on.</summary>
    public SessionSettings Settings { get; set; } = new();

    /// <summary>In the order of their start.</summary>
    public IReadOnlyList<PlayedSession> All => [.. _ordered];

    /// <summary>What clients did that the official one never does, over all sessions.</summary>
    public IReadOnlyList<string> Violations => [.. _ordered.SelectMany(session => session.Violations)];

    public PlayedSession? Find(string id) => _sessions.GetValueOrDefault(id);

    internal PlayedSession Start(Instance target, SessionDocument document, string owner)
    {
        var id = $"{owner}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(9))[..17]}";
        var session = new PlayedSession(id, target, document, Settings);
        _sessions[id] = session;
        _ordered.Enqueue(session);
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values) await session.DisposeAsync();
    }
}
