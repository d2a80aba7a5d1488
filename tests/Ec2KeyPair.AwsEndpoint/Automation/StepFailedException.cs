namespace Ec2KeyPair.AwsEndpoint.Automation;

/// <summary>A step has failed, in the words of what it called.</summary>
internal sealed class StepFailedException(string message) : Exception(message);
