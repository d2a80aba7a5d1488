using System.Globalization;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Connect;

/// <summary>The TCP port of an instance's SSH server.</summary>
public static class SshPort
{
    /// <summary>The instance tag that names another port than 22.</summary>
    public const string PortTag = "ec2keypair:ssh-port";

    private const int Usual = 22;

    /// <summary>The port that the user gave, else that of the tag, else 22. A tag that is no port counts for nothing.</summary>
    public static int Of(Ec2Instance instance, int? given) => given
        ?? (instance.Tags.TryGetValue(PortTag, out var tagged)
            && int.TryParse(tagged, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= 1 and <= 65535
                ? port
                : Usual);
}
