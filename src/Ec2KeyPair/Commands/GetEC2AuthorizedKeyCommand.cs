using System.Management.Automation;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Hosting.AuthorizedKeys;

namespace Ec2KeyPair.Commands;

/// <summary>Get-EC2AuthorizedKey: the keys that instances let accounts in with.</summary>
[Cmdlet(VerbsCommon.Get, "EC2AuthorizedKey", DefaultParameterSetName = ByInstance)]
[OutputType(typeof(AuthorizedKey))]
public sealed class GetEC2AuthorizedKeyCommand : AuthorizedKeyCmdlet
{
    /// <inheritdoc/>
    private protected override Task WorkAsync(KeyEditors editors, IReadOnlyList<KeyTarget> targets, IKeyWorkObserver observer, CancellationToken cancel) =>
        EditAsync(editors, KeyOperation.List, targets, force: false, observer, cancel);
}
