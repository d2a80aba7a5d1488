using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>Has the script run on instances, by one way.</summary>
internal interface IKeyEditor
{
    /// <summary>How many instances one request of it serves: it is given no more at once.</summary>
    int BatchSize { get; }

    /// <summary>Runs it on these instances, and tells the result of each exactly once.</summary>
    /// <param name="instances">Linux instances, at most <see cref="BatchSize"/>.</param>
    /// <param name="request">What to do.</param>
    /// <param name="endedAsync">Takes each result as it comes.</param>
    /// <param name="cancel">Gives up; what is known by then is told.</param>
    /// <exception cref="Errors.Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    Task EditAsync(IReadOnlyList<Ec2Instance> instances, KeyEditRequest request, Func<KeyEditResult, Task> endedAsync, CancellationToken cancel);
}
