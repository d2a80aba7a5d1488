using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>Keys for one instance that has been found.</summary>
/// <param name="Named">The instance and how it was named.</param>
/// <param name="Keys">What to add or remove; none for a list.</param>
internal sealed record KeyTarget(ResolvedInstance Named, IReadOnlyList<AuthorizedKeyText> Keys)
{
    internal Ec2Instance Instance => Named.Instance!;
}
