using System.Text;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Repair.UserData;

/// <summary>
/// User data by which cloud-init lets a key in at the next boot: cloud-config with a bootcmd, which runs at every boot (https://docs.cloud-init.io,
/// module Bootcmd) and so also on an instance that has booted before, or was made from the image of one.
/// </summary>
/// <remarks>
/// The AWS re:Post article "How do I connect to my Amazon EC2 instance if I lost my SSH key pair?" runs the module users-groups instead. That one makes an
/// account that is not there, and locks or unlocks the password of one that is: here nothing but authorized_keys is touched. The script tells
/// its verdict on the console; the final message tells there that cloud-init is through, so that the SSH server has been started.
/// </remarks>
internal static class RepairUserData
{
    /// <summary>The user data, not in base64; about 4 KB of the 16 KB that EC2 takes.</summary>
    internal static byte[] For(string userName, PublicKey key, string nonce)
    {
        var script = KeyScript.For("boot.sh", userName, key, nonce).TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "" : "  " + line);
        return Encoding.ASCII.GetBytes(string.Join("\n", ["#cloud-config", "bootcmd:", "- |", .. script, $"final_message: {EndMark(nonce)}", ""]));
    }

    /// <summary>What the console shows when cloud-init is through.</summary>
    internal static string EndMark(string nonce) => $"ec2keypair-{nonce}-end";
}
