using System.Security;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>A password as a line of a client's standard input.</summary>
internal static class RdpPassword
{
    // FreeRDP reads at most 511 bytes.
    private const int LongestBytes = 511;

    /// <summary>The password in UTF-8 with the end of the line. The caller zeroes it.</summary>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe: it is empty, too long or more than one line.</exception>
    internal static byte[] Line(SecureString password)
    {
        using var text = Passphrase.FromSecureString(password);
        var bytes = text.Utf8;
        if (bytes.Length is 0 or > LongestBytes || bytes.IndexOfAny((byte)'\n', (byte)'\r', (byte)0) >= 0)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.ArgumentUnsafe,
                $"The client takes no password that is empty, longer than {LongestBytes} bytes in UTF-8 or more than one line.",
                mend: "Give another one with -LoginCredential.");
        }

        var line = new byte[bytes.Length + 1];
        bytes.CopyTo(line);
        line[bytes.Length] = (byte)'\n';
        return line;
    }
}
