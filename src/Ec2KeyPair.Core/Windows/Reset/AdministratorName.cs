using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>The built-in Administrator's name on an instance, as its console output tells it.</summary>
internal sealed class AdministratorName(IInstanceApi instances, IPasswordResetObserver observer)
{
    private const string Usual = "Administrator";

    /// <summary>The localized name; the English one where the console does not tell, which is no failure of a reset.</summary>
    internal async Task<string> OnAsync(string instanceId, CancellationToken cancel)
    {
        try
        {
            return WindowsConsole.Parse(await instances.GetConsoleOutputAsync(instanceId, cancel).ConfigureAwait(false)).UserName ?? Usual;
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await observer.ExplainAsync($"{instanceId}: the account name is taken to be {Usual}. {e.Message}").ConfigureAwait(false);
            return Usual;
        }
    }
}
