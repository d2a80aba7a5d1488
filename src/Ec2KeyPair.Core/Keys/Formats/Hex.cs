using System.Text;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>Hexadecimal, which netstandard2.0 lacks.</summary>
internal static class Hex
{
    /// <summary>The bytes, or null when the text is not hex or longer than 128 digits.</summary>
    internal static byte[]? Decode(string text)
    {
        if (text.Length % 2 != 0 || text.Length > 128) return null;
        var bytes = new byte[text.Length / 2];
        for (var i = 0; i < text.Length; i++)
        {
            var digit = text[i] switch
            {
                >= '0' and <= '9' => text[i] - '0',
                >= 'a' and <= 'f' => text[i] - 'a' + 10,
                >= 'A' and <= 'F' => text[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0) return null;
            bytes[i / 2] = (byte)(bytes[i / 2] << 4 | digit);
        }
        return bytes;
    }

    /// <summary>Lower-case digits.</summary>
    internal static string Encode(byte[] bytes)
    {
        var text = new StringBuilder(2 * bytes.Length);
        foreach (var value in bytes) text.Append("0123456789abcdef"[value >> 4]).Append("0123456789abcdef"[value & 15]);
        return text.ToString();
    }
}
