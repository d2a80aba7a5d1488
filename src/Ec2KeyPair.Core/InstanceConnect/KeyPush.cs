using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Whom SendSSHPublicKey is to let in, and where.</summary>
public sealed record KeyPush
{
    // InstanceOSUser of the API's model, 1 to 32 characters.
    private static readonly Regex UserForm = new(
        "^([A-Za-z_][A-Za-z0-9@._-]{0,30}[A-Za-z0-9$_-]?|(?=.{2,32}$)[0-9]{1,32}[A-Za-z@._-][A-Za-z0-9@._-]*[A-Za-z0-9$_-]?)$",
        RegexOptions.CultureInvariant);

    private const int LongestUser = 32;

    /// <summary>Checks what the service would refuse.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="userName">The account there.</param>
    /// <param name="key">The public half: ED25519, or RSA with 2048 or 4096 bits.</param>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe: no account's name; KeyTypeUnsupported.</exception>
    public KeyPush(Ec2Instance instance, string userName, PublicKey key)
    {
        if (userName.Length > LongestUser || userName.EndsWith("\n", StringComparison.Ordinal) || !UserForm.IsMatch(userName))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.ArgumentUnsafe,
                $"'{Printable.Text(userName)}' is no account that EC2 Instance Connect takes: 1 to 32 letters, digits and @ . _ -.",
                userName,
                "Give the account with -UserName.");
        }

        if (key.Type == KeyType.Rsa && key.Size is not (2048 or 4096))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.KeyTypeUnsupported, $"EC2 Instance Connect takes RSA keys of 2048 and 4096 bits, not of {key.Size}.", key.ToString());
        }

        InstanceId = instance.InstanceId;
        AvailabilityZone = instance.AvailabilityZone;
        UserName = userName;
        PublicKeyLine = key.ToOpenSshLine();
    }

    /// <summary>The instance's id.</summary>
    public string InstanceId { get; }

    /// <summary>The instance's Availability Zone; null to leave it to the service.</summary>
    public string? AvailabilityZone { get; }

    /// <summary>The account on the instance.</summary>
    public string UserName { get; }

    /// <summary>The public key, <c>ssh-ed25519 AAAA...</c>.</summary>
    public string PublicKeyLine { get; }
}
