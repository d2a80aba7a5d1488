using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Windows;

/// <summary>Takes results as they come, in any order. Each call is awaited: that is the back-pressure.</summary>
public interface IWindowsPasswordObserver
{
    /// <summary>One instance is done.</summary>
    Task FoundAsync(WindowsPasswordResult result);

    /// <summary>One instance failed; the others go on.</summary>
    Task FailedAsync(Ec2KeyPairException error);

    /// <summary>Something waits: how many instances have no password data yet, and for how long at most.</summary>
    Task WaitingAsync(int instances, TimeSpan remaining);

    /// <summary>Something that whoever uses the results has to know.</summary>
    Task WarnAsync(string text);

    /// <summary>A decision worth telling under -Verbose.</summary>
    Task ExplainAsync(string text);
}
