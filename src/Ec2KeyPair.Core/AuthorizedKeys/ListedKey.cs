namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>A key in a file of an instance.</summary>
/// <param name="Path">The file, by the instance's own words.</param>
/// <param name="LineNumber">Its line, from 1.</param>
/// <param name="IsUnconditional">Nothing in its options keeps it from opening a shell for anybody, from anywhere, at any time.</param>
/// <param name="Key">The key.</param>
internal sealed record ListedKey(string Path, int LineNumber, bool IsUnconditional, AuthorizedKeyText Key);
