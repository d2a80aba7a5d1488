using System.Text;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Repair.UserData;

/// <summary>
/// User data by which cloud-init lets a key in at the next boot, in the form of the AWS re:Post article "How do I connect to my Amazon EC2 instance
/// if I lost my SSH key pair?": a MIME message with cloud-config that puts users-groups into the last stage, which runs at every boot.
/// </summary>
/// <remarks>
/// The article says <c>[users-groups, once]</c>. A semaphore on the disk then keeps it from ever running again, so that a second repair
/// of the machine, or of one made from its image, would do nothing; <c>always</c> does not have that flaw, and the old user data is put back anyway.
/// <c>lock_passwd: false</c>: otherwise cloud-init locks the password of the account. The final message tells on the console that it is done.
/// </remarks>
internal static class RepairUserData
{
    /// <summary>The user data, not in base64.</summary>
    internal static byte[] For(string userName, PublicKey key, string nonce) => Encoding.ASCII.GetBytes(string.Join("\n",
    [
        "Content-Type: multipart/mixed; boundary=\"//\"",
        "MIME-Version: 1.0",
        "",
        "--//",
        "Content-Type: text/cloud-config; charset=\"us-ascii\"",
        "MIME-Version: 1.0",
        "Content-Transfer-Encoding: 7bit",
        "Content-Disposition: attachment; filename=\"cloud-config.txt\"",
        "",
        "#cloud-config",
        "cloud_final_modules:",
        "- [users-groups, always]",
        "- [final-message, always]",
        $"final_message: {Mark(nonce)}",
        "users:",
        $"- name: {userName}",
        "  lock_passwd: false",
        "  ssh_authorized_keys:",
        $"  - {KeyText.Of(key)}",
        "",
        "--//--",
        "",
    ]));

    /// <summary>What the console shows when cloud-init is through.</summary>
    internal static string Mark(string nonce) => $"ec2keypair-{nonce}";
}
