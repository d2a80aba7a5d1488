using System.Collections.Concurrent;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>The command history of one account in one Region. AWS keeps it for 30 days, parameters and output included.</summary>
public sealed class CommandDirectory : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, PlayedCommand> _commands = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<PlayedCommand> _ordered = new();
    private readonly RegionState _region;

    internal CommandDirectory(RegionState region) => _region = region;

    /// <summary>In the order of sending.</summary>
    public IReadOnlyList<PlayedCommand> All => [.. _ordered];

    public PlayedCommand? Find(string id) => _commands.GetValueOrDefault(id);

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _ordered)
        {
            await command.DisposeAsync();
        }
    }

    /// <summary>Those that readers of the service see by now, newest first.</summary>
    internal IEnumerable<PlayedCommand> Visible()
    {
        var now = _region.Now;
        foreach (var command in _ordered.Reverse().Where(command => command.IsVisible(now)))
        {
            command.Refresh();
            yield return command;
        }
    }

    internal PlayedCommand? FindVisible(string id)
    {
        if (Find(id) is not { } command || !command.IsVisible(_region.Now))
        {
            return null;
        }

        command.Refresh();
        return command;
    }

    internal void Send(PlayedCommand command)
    {
        _commands[command.Id] = command;
        _ordered.Enqueue(command);
        command.Start();
    }
}
