namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>What a command on an instance came to.</summary>
/// <param name="StandardOutput">Its output; bytes that are no UTF-8 are U+FFFD.</param>
/// <param name="StandardError">Its error output.</param>
/// <param name="ExitCode">Its exit code; null when a signal ended it.</param>
/// <param name="ExitSignal">The signal that ended it, <c>KILL</c>; null when it ended by itself.</param>
/// <param name="IsTruncated">More than 8 MiB came one way; the rest was not kept.</param>
public sealed record SshCommandResult(string StandardOutput, string StandardError, int? ExitCode, string? ExitSignal, bool IsTruncated);
