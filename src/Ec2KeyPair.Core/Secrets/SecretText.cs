using System.Security;
using System.Text;

namespace Ec2KeyPair.Core.Secrets;

/// <summary>Secrets between bytes and SecureString, with no readable copy left behind.</summary>
internal static class SecretText
{
    /// <summary>True when all bytes from here on are printable ASCII, the blank included.</summary>
    internal static bool IsPrintableAscii(byte[] text, int start = 0)
    {
        for (var at = start; at < text.Length; at++)
        {
            if (text[at] is < 0x20 or > 0x7E) return false;
        }

        return true;
    }

    /// <summary>Copies the UTF-8 text from here on; the caller keeps and zeroes its own.</summary>
    internal static SecureString ToSecureString(byte[] utf8, int start = 0)
    {
        var characters = Encoding.UTF8.GetChars(utf8, start, utf8.Length - start);
        try
        {
            var secure = new SecureString();
            foreach (var character in characters) secure.AppendChar(character);
            secure.MakeReadOnly();
            return secure;
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }
}
