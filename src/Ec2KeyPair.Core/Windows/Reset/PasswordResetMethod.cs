namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>By which way a new Windows password is set.</summary>
public enum PasswordResetMethod
{
    /// <summary>A script through Run Command, which brings the password back encrypted for this call alone.</summary>
    RunCommand,

    /// <summary>AWS's EC2Rescue through Run Command (<c>AWSSupport-RunEC2RescueForWindowsTool</c>): the instance puts the password into Parameter Store.</summary>
    EC2Rescue,

    /// <summary>AWS's runbook <c>AWSSupport-ResetAccess</c>, for instances without an agent: it stops the instance.</summary>
    Automation,
}
