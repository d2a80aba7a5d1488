namespace Ec2KeyPair.Core.Sessions;

/// <summary>The size of a terminal.</summary>
/// <param name="Columns">Characters in a line, 80 for example.</param>
/// <param name="Rows">Lines, 24 for example.</param>
public readonly record struct TerminalSize(int Columns, int Rows);
