using System.Management.Automation;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Hosting.AuthorizedKeys;

namespace Ec2KeyPair.Commands;

/// <summary>Add-EC2AuthorizedKey: lets keys in to accounts on instances, for good or for a minute.</summary>
[Cmdlet(VerbsCommon.Add, "EC2AuthorizedKey", SupportsShouldProcess = true, DefaultParameterSetName = ByInstance)]
[OutputType(typeof(AuthorizedKeyChange))]
public sealed class AddEC2AuthorizedKeyCommand : KeyChangeCmdlet
{
    /// <summary>For a minute only, by EC2 Instance Connect: nothing on the instance is changed.</summary>
    [Parameter]
    public SwitchParameter Ephemeral { get; set; }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        if (Ephemeral)
        {
            if (MyInvocation.BoundParameters.ContainsKey(nameof(Via))) throw ParameterError("-Ephemeral goes through EC2 Instance Connect: -Via has nothing to say beside it.");
            RunCommandParameters.ThrowIfForSsh(MyInvocation.BoundParameters.Keys);
        }

        base.Prepare();
    }

    /// <inheritdoc/>
    private protected override Task WorkAsync(KeyEditors editors, IReadOnlyList<KeyTarget> targets, IKeyWorkObserver observer, CancellationToken cancel) => Ephemeral
        ? editors.Push(Limits, observer).RunAsync(targets, AccountName, cancel)
        : EditAsync(editors, KeyOperation.Add, targets, force: false, observer, cancel);
}
