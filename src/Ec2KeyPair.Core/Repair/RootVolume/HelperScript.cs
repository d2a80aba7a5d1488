using System.Globalization;
using System.Text;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Repair.RootVolume;

/// <summary>What the helper runs at its first boot: the script of this folder, with what it is about in front.</summary>
internal static class HelperScript
{
    private static readonly TimeSpan LeastWait = TimeSpan.FromMinutes(15);

    /// <summary>The user data of a helper.</summary>
    /// <param name="userName">The account; checked before (<see cref="RepairUser"/>).</param>
    /// <param name="key">The key to let in.</param>
    /// <param name="volumeId">The root volume.</param>
    /// <param name="nonce">By which the answer is known.</param>
    /// <param name="patience">How long one state is waited for.</param>
    internal static byte[] For(string userName, PublicKey key, string volumeId, string nonce, TimeSpan patience) => Encoding.UTF8.GetBytes(KeyScript.For(
        "root-volume.sh",
        userName,
        key,
        nonce,
        ("volume", volumeId.Replace("-", "")),
        ("left", WaitFor(patience).TotalSeconds.ToString("0", CultureInfo.InvariantCulture))));

    // Before the disk comes, the instance has to stop and to let go of it, and then the disk has to be attached: three times the patience, and some.
    private static TimeSpan WaitFor(TimeSpan patience) => LeastWait + patience + patience + patience;
}
