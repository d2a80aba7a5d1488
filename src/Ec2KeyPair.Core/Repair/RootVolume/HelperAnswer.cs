using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Repair.RootVolume;

/// <summary>Hears what the helper says on its console, which EC2 keeps for a while after its end.</summary>
/// <param name="instances">Consoles as they were a while ago.</param>
/// <param name="consoles">Consoles of this moment, which instances on Nitro have.</param>
internal sealed class HelperAnswer(IInstanceApi instances, ILiveConsoleApi consoles)
{
    /// <summary>The verdict, noted once it is there; null before.</summary>
    internal async Task<string?> FindAsync(SagaFacts facts, CancellationToken cancel)
    {
        if (facts.Find(KeyVerdict.Fact) is { } known) return known;
        var helper = facts.Get(RepairFacts.Helper);
        var console = await consoles.FindLatestAsync(helper, cancel).ConfigureAwait(false) ?? await instances.GetConsoleOutputAsync(helper, cancel).ConfigureAwait(false);
        var verdict = KeyVerdict.Find(console, facts.Get(RepairFacts.Nonce));
        if (verdict is not null) facts.Note(KeyVerdict.Fact, verdict);
        return verdict;
    }
}
