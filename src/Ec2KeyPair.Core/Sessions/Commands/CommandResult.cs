namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>What a command on an instance came to.</summary>
/// <param name="StandardOutput">Its output; bytes that are no UTF-8 are U+FFFD.</param>
/// <param name="StandardError">Its error output, where the agent keeps it apart; else it stands in the output.</param>
/// <param name="ExitCode">Its exit code; null where the agent does not tell it.</param>
/// <param name="IsTruncated">More came than was kept.</param>
/// <param name="End">How the session ended.</param>
public sealed record CommandResult(string StandardOutput, string StandardError, int? ExitCode, bool IsTruncated, SessionEnd End);
