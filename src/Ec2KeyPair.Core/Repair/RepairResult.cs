namespace Ec2KeyPair.Core.Repair;

/// <summary>What a repair came to.</summary>
public sealed record RepairResult
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>By which way.</summary>
    public required RepairMethod Method { get; init; }

    /// <summary>The account that the key opens.</summary>
    public required string UserName { get; init; }

    /// <summary>The key's name in the key store.</summary>
    public required string KeyName { get; init; }

    /// <summary>Its private key file.</summary>
    public required string KeyPath { get; init; }

    /// <summary>True when somebody has logged in with this key and no other, to a server whose host key was verified.</summary>
    public required bool IsProven { get; init; }

    /// <summary>By which route it was proven, or why it was not.</summary>
    public required string Proof { get; init; }

    /// <summary>What stays behind in the account, one clause each.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;
}
