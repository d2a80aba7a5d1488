using System.Security;
using System.Text.Json;
using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>What EC2Rescue leaves in Parameter Store: the password alone, or a JSON object with it and the account's name.</summary>
/// <param name="Password">The password.</param>
/// <param name="UserName">The account's name, when it is told in a form that Windows has.</param>
/// <example><code>
/// {"username":"Administrator","password":"..."}
/// </code></example>
internal sealed record RescuedPassword(SecureString Password, string? UserName)
{
    /// <summary>Reads a parameter's value; null when there is no password in it.</summary>
    /// <param name="utf8">The value; the caller zeroes it.</param>
    internal static RescuedPassword? Parse(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            // A password may begin with a brace and even be JSON by chance; an object with a password in it is none by chance.
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return Plain(utf8);
            return OfObject(ref reader);
        }
        catch (JsonException)
        {
            return Plain(utf8);
        }
    }

    private static RescuedPassword? Plain(byte[] utf8)
    {
        var end = utf8.Length;
        while (end > 0 && utf8[end - 1] is (byte)'\r' or (byte)'\n') end--;
        if (end == 0) return null;
        var text = utf8.AsSpan(0, end).ToArray();
        try
        {
            return new RescuedPassword(SecretText.ToSecureString(text), null);
        }
        finally
        {
            Secret.Clear(text);
        }
    }

    private static RescuedPassword? OfObject(ref Utf8JsonReader reader)
    {
        SecureString? password = null;
        string? userName = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && name.Equals("password", StringComparison.OrdinalIgnoreCase)) password = TextOf(ref reader);
            else if (reader.TokenType == JsonTokenType.String && name.Equals("username", StringComparison.OrdinalIgnoreCase)) userName = reader.GetString();
            else reader.Skip();
        }

        return password is { Length: > 0 } ? new RescuedPassword(password, WindowsAccountName.IsValid(userName) ? userName : null) : null;
    }

    private static SecureString TextOf(ref Utf8JsonReader reader)
    {
        var buffer = new byte[reader.ValueSpan.Length];
        byte[]? text = null;
        try
        {
            text = buffer.AsSpan(0, reader.CopyString(buffer)).ToArray();
            return SecretText.ToSecureString(text);
        }
        finally
        {
            Secret.Clear(buffer, text);
        }
    }
}
