using System.Management.Automation;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Hosting.AuthorizedKeys;

namespace Ec2KeyPair.Commands;

/// <summary>Remove-EC2AuthorizedKey: takes keys away from accounts on instances, but not the last one that works.</summary>
[Cmdlet(VerbsCommon.Remove, "EC2AuthorizedKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ByInstance)]
[OutputType(typeof(AuthorizedKeyChange))]
public sealed class RemoveEC2AuthorizedKeyCommand : KeyChangeCmdlet
{
    /// <summary>The last key that works too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override Task WorkAsync(KeyEditors editors, IReadOnlyList<KeyTarget> targets, IKeyWorkObserver observer, CancellationToken cancel) =>
        EditAsync(editors, KeyOperation.Remove, targets, Force, observer, cancel);
}
