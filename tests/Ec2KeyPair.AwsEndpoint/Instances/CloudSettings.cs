using Ec2KeyPair.AwsEndpoint.Automation;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>Delays and limits. All may be changed while the endpoint runs; they hold for what is launched afterwards.</summary>
public sealed class CloudSettings
{
    /// <summary>From RunInstances or StartInstances to running.</summary>
    public TimeSpan PendingDelay { get; set; }

    /// <summary>From StopInstances to stopped, and from TerminateInstances to terminated.</summary>
    public TimeSpan StoppingDelay { get; set; }

    /// <summary>From an instance's own shutdown command until that takes effect.</summary>
    public TimeSpan ShutdownDelay { get; set; }

    /// <summary>From AttachVolume to attached.</summary>
    public TimeSpan AttachDelay { get; set; }

    /// <summary>From DetachVolume to available.</summary>
    public TimeSpan DetachDelay { get; set; }

    /// <summary>From launch to password data.</summary>
    public TimeSpan PasswordDelay { get; set; }

    /// <summary>From launch to the first console output.</summary>
    public TimeSpan ConsoleDelay { get; set; }

    /// <summary>From launch to the console lines that name the RDP certificate, at the latest with the password. Null: three quarters of <see cref="PasswordDelay"/>.</summary>
    public TimeSpan? RdpCertificateDelay { get; set; }

    /// <summary>From the password to "Windows is Ready to use".</summary>
    public TimeSpan ReadyDelay { get; set; }

    /// <summary>How far the console output that is not the latest lags behind; EC2 speaks of what was there shortly after a boot, a stop or a start.</summary>
    public TimeSpan ConsoleLag { get; set; }

    /// <summary>Instances are of a type that is not built on Nitro: GetConsoleOutput with Latest is refused.</summary>
    public bool RefuseLatestConsole { get; set; }

    /// <summary>Whether the Windows console shows the encrypted password too; EC2Launch can be told not to.</summary>
    public bool ConsoleShowsPassword { get; set; } = true;

    /// <summary>From each start until both status checks pass.</summary>
    public TimeSpan StatusCheckDelay { get; set; }

    /// <summary>Instances come with an agent, which registers so long after the first boot is over. Null: without one.</summary>
    public TimeSpan? AgentDelay { get; set; }

    /// <summary>Instances per page when the caller sets no MaxResults; EC2 answers all at once.</summary>
    public int DefaultPageSize { get; set; } = int.MaxValue;

    public int KeyPairQuota { get; set; } = 5_000;

    /// <summary>EC2 refuses to launch Windows with an ED25519 key (since 2024); older instances may still have one, see <see cref="RegionState.AddWindows"/>.</summary>
    public bool RefuseEd25519OnWindows { get; set; } = true;

    /// <summary>How password data is wrapped: EC2 puts a line break before and after.</summary>
    public PasswordWrap PasswordWrap { get; set; } = PasswordWrap.SurroundingLineBreaks;

    /// <summary>What stands before each cloud-init line in a Linux console output.</summary>
    public ConsolePrefix ConsolePrefix { get; set; } = ConsolePrefix.Ec2;

    /// <summary>Start a real sshd for each Linux instance that RunInstances or StartInstances makes.</summary>
    public bool StartSshServers { get; set; }

    /// <summary>How Run Command works.</summary>
    public RunCommandSettings RunCommand { get; set; } = new();

    /// <summary>How Automation works.</summary>
    public AutomationSettings Automation { get; set; } = new();
}

public enum PasswordWrap
{
    None,
    SurroundingLineBreaks,
    Lines76,
}

public enum ConsolePrefix
{
    /// <summary>Amazon Linux: "ec2: ".</summary>
    Ec2,

    /// <summary>Others: "&lt;14&gt;May 10 22:18:34 cloud-init: ".</summary>
    Syslog,

    /// <summary>Older Ubuntu: "&lt;14&gt;Apr  9 22:06:30 ec2: ".</summary>
    SyslogEc2,

    None,
}
