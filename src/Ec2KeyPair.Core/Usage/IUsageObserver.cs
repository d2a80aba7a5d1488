using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Usage;

/// <summary>Told how a survey gets on; from several threads at once.</summary>
public interface IUsageObserver
{
    /// <summary>A Region could not be asked, or a name is nowhere; the rest goes on.</summary>
    Task FailedAsync(Ec2KeyPairException error);

    /// <summary>So many instances more have been looked at.</summary>
    void Counted(int instances);

    /// <summary>A Region has answered, or failed to.</summary>
    void Ended();
}
