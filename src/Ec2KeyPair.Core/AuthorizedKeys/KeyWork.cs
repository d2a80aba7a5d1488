namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>Keys for one instance.</summary>
/// <param name="Identity">The instance as it was named.</param>
/// <param name="Keys">What to add or remove; none for a list.</param>
public sealed record KeyWork(string Identity, IReadOnlyList<AuthorizedKeyText> Keys);
