using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Repair.Plans;
using Ec2KeyPair.Core.Repair.Sagas;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Repair.Ways;

/// <summary>One repair.</summary>
/// <param name="Look">The instance as it was found.</param>
/// <param name="UserName">The account.</param>
/// <param name="KeyName">The new key's name in the store.</param>
/// <param name="Journal">Outlives the process.</param>
/// <param name="UserDataPath">Where the instance's own user data is kept meanwhile.</param>
internal sealed record RepairTask(RepairLook Look, string UserName, string KeyName, ISagaJournal Journal, string UserDataPath)
{
    /// <summary>The new key in the store; null where the way makes it.</summary>
    public LocalKeyPair? Key { get; init; }

    /// <summary>Its public half.</summary>
    public PublicKey? PublicKey { get; init; }

    /// <summary>Whether it ran before an unfinished repair that this one takes over from; null where there is none.</summary>
    public string? WasRunning { get; init; }

    internal Ec2Instance Instance => Look.Instance;

    internal string InstanceId => Look.Instance.InstanceId;
}

/// <summary>What a way has done.</summary>
internal sealed record RepairDeed
{
    /// <summary>The key that is let in now.</summary>
    public required LocalKeyPair Key { get; init; }

    /// <summary>By which route a login has proven it; null when none has yet.</summary>
    public string? Proof { get; init; }

    /// <summary>The server was restarted: it may need a while to answer.</summary>
    public bool HasRestarted { get; init; }

    /// <summary>What stays behind, one clause each.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];
}
