using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>Serves those who wait. Safe on any thread, for several at once.</summary>
internal interface IPasswordDesk
{
    /// <summary>Asks for the password and hands it out.</summary>
    /// <param name="one">Whose.</param>
    /// <param name="isThorough">False to leave out what most likely brings nothing.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>True when it was there.</returns>
    /// <exception cref="Ec2KeyPairException">An Aws condition, or why there never will be one that can be read.</exception>
    Task<bool> AskAsync(WaitingInstance one, bool isThorough, CancellationToken cancel);

    /// <summary>It is not waited for any longer.</summary>
    Task FailAsync(WaitingInstance one, Ec2KeyPairException error);
}
