using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>What was there before a reset that goes by the launch key.</summary>
/// <param name="Key">The opened launch key.</param>
/// <param name="Data">The password data then; empty when there was none.</param>
internal sealed record LaunchPasswordBefore(LaunchKey Key, byte[] Data);
