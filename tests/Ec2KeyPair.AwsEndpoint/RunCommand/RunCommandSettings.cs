namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>How Run Command behaves, for commands that are sent from now on.</summary>
public sealed class RunCommandSettings
{
    /// <summary>From a command's turn until its agent has it.</summary>
    public TimeSpan DeliveryDelay { get; set; }

    /// <summary>For so long after SendCommand nobody finds the command: GetCommandInvocation says InvocationDoesNotExist, lists are empty.</summary>
    public TimeSpan ConsistencyDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// SendCommand refuses ids of instances whose agent is not online. When false it takes them as long as the agent has registered; the
    /// command waits for the agent and ends as DeliveryTimedOut.
    /// </summary>
    public bool RefuseUnreachable { get; set; } = true;

    /// <summary>Where AWSSupport-RunEC2RescueForWindowsTool leaves the password; the guide says /EC2Rescue/Password/ in one sentence and this in another.</summary>
    public string RescueParameterPrefix { get; set; } = "/EC2Rescue/Passwords/";

    /// <summary>What stands in that parameter.</summary>
    public RescuePasswordForm RescuePasswordForm { get; set; }

    /// <summary>Whether the instances' role may ssm:PutParameter, which ResetAccess needs.</summary>
    public bool RescueMayPutParameter { get; set; } = true;
}
