using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>Brings the same requests for many instances, which come one by one, into few.</summary>
internal sealed class GatheringEditor(IKeyEditor editor, IClock clock)
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50); // Little beside the second that a command takes.
    private readonly Dictionary<string, List<Waiting>> _gathered = new(StringComparer.Ordinal);

    /// <summary>Does it on one instance, together with whoever asks for the same meanwhile.</summary>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless.</exception>
    internal Task<KeyEditResult> EditAsync(Ec2Instance instance, KeyEditRequest request, CancellationToken cancel)
    {
        var waiting = new Waiting(instance);
        var name = $"{request.Operation} {request.AccountName} {request.Force} {request.Needs?.Base64} {request.Like?.Base64} {string.Join(" ", request.Keys.Select(key => key.Line))}";
        List<Waiting>? full = null;
        lock (_gathered)
        {
            if (!_gathered.TryGetValue(name, out var group))
            {
                _gathered[name] = group = [];
                _ = FlushLaterAsync(name, group, request, cancel);
            }

            group.Add(waiting);
            if (group.Count == editor.BatchSize && _gathered.Remove(name)) full = group;
        }

        if (full is not null) _ = RunAsync(full, request, cancel);
        return waiting.Result;
    }

    private async Task FlushLaterAsync(string name, List<Waiting> group, KeyEditRequest request, CancellationToken cancel)
    {
        try
        {
            await clock.DelayAsync(Gathering, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Then those who wait are told so by the editor.
        }

        lock (_gathered)
        {
            if (!_gathered.TryGetValue(name, out var current) || current != group) return;
            _gathered.Remove(name);
        }

        await RunAsync(group, request, cancel).ConfigureAwait(false);
    }

    private async Task RunAsync(List<Waiting> group, KeyEditRequest request, CancellationToken cancel)
    {
        var byId = group.ToDictionary(waiting => waiting.Instance.InstanceId, StringComparer.Ordinal);
        try
        {
            await editor.EditAsync(group.ConvertAll(waiting => waiting.Instance), request, result =>
            {
                byId[result.Instance.InstanceId].Told(result);
                return Task.CompletedTask;
            }, cancel).ConfigureAwait(false);
            foreach (var waiting in group) waiting.Failed(new InvalidOperationException($"{waiting.Instance.InstanceId} was not told of."));
        }
        catch (Exception e)
        {
            foreach (var waiting in group) waiting.Failed(e);
        }
    }

    private sealed class Waiting(Ec2Instance instance)
    {
        private readonly TaskCompletionSource<KeyEditResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Ec2Instance Instance => instance;

        internal Task<KeyEditResult> Result => _result.Task;

        internal void Told(KeyEditResult result) => _result.TrySetResult(result);

        internal void Failed(Exception error)
        {
            if (error is OperationCanceledException) _result.TrySetCanceled();
            else _result.TrySetException(error);
        }
    }
}
