namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>How far a runbook has come with one instance.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Name">What is done now: the step's name.</param>
/// <param name="Status">How that fares, in AWS's word: <c>InProgress</c>.</param>
/// <param name="Done">Steps that have ended.</param>
/// <param name="Total">Steps that are known; a runbook may skip some.</param>
/// <param name="HasEnded">Nothing more comes.</param>
public sealed record ResetStep(string InstanceId, string Name, string Status, int Done, int Total, bool HasEnded);
