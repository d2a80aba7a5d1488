using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Hosting;

/// <summary>
/// A cmdlet that works on many inputs side by side: inputs go into a bounded channel as the pipeline brings
/// them, one body consumes it from the first input on, and results are written as they come. The body sees
/// what has piled up, so a fast pipeline is served in batches and a slow one input by input.
/// </summary>
/// <typeparam name="TInput">What one input is to the body.</typeparam>
public abstract class StreamingCmdlet<TInput> : AwsCmdlet
{
    private const int InputsAhead = 1000;
    private readonly Channel<TInput> _inputs = Channel.CreateBounded<TInput>(
        new BoundedChannelOptions(InputsAhead) { SingleReader = true, SingleWriter = true });
    private Task? _body;

    /// <summary>The Region's system name, <c>eu-central-1</c>; else <c>$StoredAWSRegion</c>, AWS_REGION, the profile's.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string? Region { get; set; }

    /// <summary>How many inputs are worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Pipeline thread, once, before the body starts: read parameters and session state here.</summary>
    protected virtual void Prepare()
    {
    }

    /// <summary>Pipeline thread: the inputs that the current pipeline object stands for.</summary>
    protected abstract IEnumerable<TInput> ReadInputs();

    /// <summary>Any thread: consumes the inputs until there are no more.</summary>
    protected abstract Task RunAsync(ChannelReader<TInput> inputs, CancellationToken cancel);

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(() =>
    {
        Prepare();
        _body = Start(() => RunAsync(_inputs.Reader, CancelToken));
    });

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(() =>
    {
        foreach (var input in ReadInputs()) Pass(input);
        Pipeline.RunPending();
        // What makes every input pointless (no credentials) ends the pipeline now, not after the last input.
        if (_body!.IsFaulted) RunUntilEnd(_body);
    });

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(() =>
    {
        _inputs.Writer.TryComplete();
        RunUntilEnd(_body!);
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // A pipeline that broke off elsewhere never calls EndProcessing.
        if (disposing && _body is { IsCompleted: false } running)
        {
            _inputs.Writer.TryComplete();
            Pipeline.AbandonUntilEnd(running);
        }

        base.Dispose(disposing);
    }

    private void Pass(TInput input)
    {
        CountInput();
        if (_inputs.Writer.TryWrite(input)) return;
        // Full: serve the body's output until it has taken an input, or has ended with an error of its own.
        var room = _inputs.Writer.WriteAsync(input, CancelToken).AsTask();
        var either = Task.WhenAny(room, _body!);
        Pipeline.RunUntilEnd(either);
        if (!room.IsCompleted) Pipeline.RunUntilEnd(_body!);
    }
}
