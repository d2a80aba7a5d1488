using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Repair.Ways;

/// <summary>What every saga of a repair notes when it begins, and leaves as it is when it goes on.</summary>
internal static class RepairStart
{
    internal static void Note(RepairTask task, SagaFacts facts)
    {
        NotePower(task, facts);
        Once(facts, RepairFacts.User, task.UserName);
        Once(facts, RepairFacts.Key, KeyText.Of(task.PublicKey!));
        Once(facts, RepairFacts.Nonce, Guid.NewGuid().ToString("N"));
    }

    /// <summary>Whether it runs in the end: as it was before the first of several repairs that took over from each other.</summary>
    internal static void NotePower(RepairTask task, SagaFacts facts) =>
        Once(facts, RepairFacts.WasRunning, task.WasRunning ?? (task.Look.Machine.State == "running" ? RepairFacts.Yes : RepairFacts.No));

    internal static void Once(SagaFacts facts, string name, string value)
    {
        if (facts.Find(name) is null) facts.Note(name, value);
    }
}
