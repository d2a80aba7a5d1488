namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>The value of the parameter that AWSSupport-RunEC2RescueForWindowsTool writes.</summary>
public enum RescuePasswordForm
{
    /// <summary>The password and nothing else.</summary>
    Plain,

    /// <summary>A JSON object with Username and Password.</summary>
    Json,
}
