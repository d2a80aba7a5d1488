using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>Reads the public key out of any key file: private ones of all encodings, and .pub files of types that EC2 has no key pairs of.</summary>
public static class PublicKeyFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed, PassphraseRequired: only the passphrase tells the public half; or a key file condition.</exception>
    public static AuthorizedKeyText Read(string path)
    {
        var content = KeyFileInspection.ReadContent(path);
        try
        {
            if (AuthorizedKeyText.TryRead(FirstLine(content)) is { Options.Length: 0 } line) return AuthorizedKeyText.Parse(line.Line);
            var info = KeyFile.Inspect(content);
            return info.PublicKey is { } key
                ? AuthorizedKeyText.Of(key, info.Comment)
                : throw new Ec2KeyPairException(
                    ErrorCondition.PassphraseRequired, $"Only its passphrase tells the public half of '{path}'.", path, "Give its .pub file, or the line with -PublicKey.");
        }
        catch (Ec2KeyPairException e) when (e.Subject is null)
        {
            throw new Ec2KeyPairException(e.Condition, $"'{path}': {e.Message}", path, e.Mend, e);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    // Nothing of a private key becomes a string: those files begin with dashes or other words.
    private static string FirstLine(byte[] content)
    {
        var end = Array.IndexOf(content, (byte)'\n');
        var length = end < 0 ? content.Length : end;
        return length > 4 && content[0] is (byte)'s' or (byte)'e' ? Encoding.UTF8.GetString(content, 0, length) : "";
    }
}
