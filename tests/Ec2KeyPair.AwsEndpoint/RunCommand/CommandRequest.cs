namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>What SendCommand was asked for, as it stands in the account's command history.</summary>
public sealed record CommandRequest(
    string DocumentName,
    string DocumentVersion,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters,
    IReadOnlyList<string> InstanceIds,
    IReadOnlyList<CommandTarget> Targets,
    string Comment,
    int TimeoutSeconds,
    string MaxConcurrency,
    string MaxErrors);
