using System.Text;

namespace Ec2KeyPair.Core.Keys;

/// <summary>
/// A fingerprint as somebody typed or some tool printed it. Equal are texts that mean the same bytes: the prefix
/// (<c>SHA256:</c>, <c>MD5:</c>), base64 padding, colons and the case of hex digits don't count; the case of base64 does.
/// </summary>
public sealed class FingerprintText : IEquatable<FingerprintText>
{
    private const string Sha256Prefix = "SHA256:";
    private const string Md5Prefix = "MD5:";

    private readonly string _canonical;

    /// <summary>Reads any text; one of no known form is <see cref="FingerprintForm.Unknown"/> and equals only itself.</summary>
    /// <param name="text"><c>1F:51:AE:...</c>, <c>SHA256:kY2r...</c>, <c>kY2r...=</c>.</param>
    public FingerprintText(string text)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        (Form, _canonical) = Read(text.Trim());
    }

    /// <summary>What the form tells.</summary>
    public FingerprintForm Form { get; }

    /// <summary>True when both texts mean the same bytes; a null text equals nothing.</summary>
    public static bool Same(string? left, string? right) =>
        left is not null && right is not null && new FingerprintText(left).Equals(new FingerprintText(right));

    /// <summary>What the form of a text tells: the number of bytes gives the origin away.</summary>
    public static FingerprintForm FormOf(string text) => new FingerprintText(text).Form;

    /// <inheritdoc/>
    public bool Equals(FingerprintText? other) =>
        other is not null && string.Equals(_canonical, other._canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FingerprintText);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_canonical);

    /// <summary>The bytes in the one form that is compared: lower-case hex without colons, or unpadded base64.</summary>
    public override string ToString() => _canonical;

    /// <summary>Lower-case hex with colons, as EC2 and OpenSSH print digests: <c>6a:49:07:1c</c>.</summary>
    internal static string HexWithColons(byte[] digest)
    {
        var text = new StringBuilder(3 * digest.Length);
        foreach (var value in digest)
        {
            if (text.Length > 0) text.Append(':');
            text.Append("0123456789abcdef"[value >> 4]).Append("0123456789abcdef"[value & 15]);
        }
        return text.ToString();
    }

    private static (FingerprintForm Form, string Canonical) Read(string text)
    {
        if (HasPrefix(text, Sha256Prefix))
        {
            var base64 = Base64(text.Substring(Sha256Prefix.Length));
            return base64 is null ? (FingerprintForm.Unknown, text) : (FingerprintForm.OpenSshSha256, base64);
        }
        if (HasPrefix(text, Md5Prefix))
        {
            var hex = Hex(text.Substring(Md5Prefix.Length));
            return hex?.Length == 32 ? (FingerprintForm.OpenSshMd5, hex) : (FingerprintForm.Unknown, text);
        }
        if (Hex(text) is { } digits)
        {
            if (digits.Length == 40) return (FingerprintForm.Ec2CreatedRsa, digits);
            if (digits.Length == 32) return (FingerprintForm.Ec2ImportedRsa, digits);
        }
        return Base64(text) is { } padded ? (FingerprintForm.Ec2Ed25519, padded) : (FingerprintForm.Unknown, text);
    }

    private static bool HasPrefix(string text, string prefix) => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Lower-case digits without colons, or null when a character is neither.</summary>
    private static string? Hex(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character == ':') continue;
            if (character is (>= '0' and <= '9') or (>= 'a' and <= 'f')) digits.Append(character);
            else if (character is >= 'A' and <= 'F') digits.Append((char)(character + 32));
            else return null;
        }
        return digits.ToString();
    }

    /// <summary>Unpadded base64 of exactly 32 bytes, or null.</summary>
    private static string? Base64(string text)
    {
        var bare = text.TrimEnd('=');
        if (bare.Length != 43) return null;
        foreach (var character in bare)
        {
            if (character is not ((>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '+' or '/')) return null;
        }
        return bare;
    }
}
