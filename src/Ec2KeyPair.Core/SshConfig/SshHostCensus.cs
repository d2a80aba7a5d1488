namespace Ec2KeyPair.Core.SshConfig;

/// <summary>All instances that there are at some place: whoever has an entry of there and is not among them is gone.</summary>
/// <param name="Place">Where was looked; its account counts for nothing.</param>
/// <param name="Accounts">The AWS accounts that were asked, or seen, there. Entries of other accounts stay: the same profile may lead elsewhere tomorrow.</param>
/// <param name="InstanceIds">The instances that are to have an entry.</param>
public sealed record SshHostCensus(SshHostScope Place, IReadOnlyCollection<string?> Accounts, IReadOnlyCollection<string> InstanceIds)
{
    /// <summary>True when an entry is of there and its instance is gone.</summary>
    internal bool Misses(SshHostBlock block) =>
        block.Scope with { Account = null } == Place with { Account = null }
        && Accounts.Contains(block.Scope.Account)
        && !InstanceIds.Contains(block.InstanceId);
}
