using System.Collections;
using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Repair;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <content>Its parameters.</content>
public sealed partial class RepairEC2InstanceAccessCommand
{
    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The new key's name in the key store; made when there is none. Else <c>i-0123456789abcdef0-repaired</c> for each instance.</summary>
    [Parameter]
    [KeyNameCompleter]
    [ValidateNotNullOrEmpty]
    public string? NewKey { get; set; }

    /// <summary>The type of keys that are made; sshd takes Ed25519 since OpenSSH 6.5.</summary>
    [Parameter]
    public KeyType KeyType { get; set; } = KeyType.Ed25519;

    /// <summary>Opens the new key, where it is there already and encrypted.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>The account on the instance; else its AMI's default one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>By which way; else the least harmful that is open and stops nothing.</summary>
    [Parameter]
    public RepairMethod? Method { get; set; }

    /// <summary>Only tell which ways are open, and what each costs.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>Without -Method: a way that stops the instance may be taken where no other is open.</summary>
    [Parameter]
    public SwitchParameter AcceptDowntime { get; set; }

    /// <summary>Which way SSH goes, to prove the key.</summary>
    [Parameter]
    public ConnectionRoute Via { get; set; }

    /// <summary>The SSH servers' port; else what the tag ec2keypair:ssh-port of each instance says, or 22.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>What to do about host keys.</summary>
    [Parameter]
    public HostKeyPolicy HostKeyPolicy { get; set; }

    /// <summary>For RootVolume: the helper's type, of the x86_64 kind unless -HelperImageId is of another.</summary>
    [Parameter]
    [ValidatePattern("^[a-z0-9-]+\\.[a-z0-9-]+$")]
    public string HelperInstanceType { get; set; } = "t3.micro";

    /// <summary>For RootVolume: the helper's image, a Linux with cloud-init; else the latest Amazon Linux 2023.</summary>
    [Parameter]
    [ValidatePattern("^ami-[0-9a-f]+$")]
    public string? HelperImageId { get; set; }

    /// <summary>For Automation: more parameters of the runbook, <c>@{ SubnetId = 'SelectedInstanceSubnet' }</c>.</summary>
    [Parameter]
    public Hashtable? AutomationParameter { get; set; }

    /// <summary>How long each single wait may take, in seconds: for a stop, a boot, the helper, a login. The runbook of Automation has 2 hours.</summary>
    [Parameter]
    [ValidateRange(30, 7200)]
    public int TimeoutSec { get; set; } = 600;
}
