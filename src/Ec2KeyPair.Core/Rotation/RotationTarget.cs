using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>One instance of a rotation.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="OldKey">The key to be replaced.</param>
/// <param name="UserName">The account.</param>
internal sealed record RotationTarget(Ec2Instance Instance, AuthorizedKeyText OldKey, string UserName);
