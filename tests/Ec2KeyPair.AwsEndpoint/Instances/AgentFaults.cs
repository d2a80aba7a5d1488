namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>What goes wrong with the commands of one instance. It holds for commands that start from now on.</summary>
public sealed class AgentFaults
{
    /// <summary>How much longer than the script itself each command takes, before the script starts.</summary>
    public TimeSpan CommandDelay { get; set; }

    /// <summary>The agent is gone in the middle of a command, and its result is never reported. Once it is gone, <see cref="SsmAgent.PingStatus"/> says so.</summary>
    public ConnectionLoss LosesConnection { get; set; }

    /// <summary>There is nothing that could run a script: powershell.exe or sh is blocked or missing.</summary>
    public bool HasNoScriptHost { get; set; }

    /// <summary>What becomes of standard output on its way, e.g. a banner in front of it. Null: nothing.</summary>
    public Func<string, string>? MangleOutput { get; set; }
}
