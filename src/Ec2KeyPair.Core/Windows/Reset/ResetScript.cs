using System.Text;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>The script that sets the password on the instance: the file of the repository with the request filled in.</summary>
internal static class ResetScript
{
    /// <summary>The file's name, under which it is a resource of this assembly too.</summary>
    internal const string FileName = "Reset-WindowsPassword.ps1";

    private static readonly Regex Base64 = new(@"\A[A-Za-z0-9+/]*={0,2}\z", RegexOptions.CultureInvariant);

    /// <summary>The script for one request, line by line.</summary>
    /// <param name="key">Under whose public half the instance answers.</param>
    /// <param name="userName">The account; null for the built-in Administrator.</param>
    internal static IReadOnlyList<string> For(ResetKey key, string? userName)
    {
        var request = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["$modulus = ''"] = key.Modulus,
            ["$exponent = ''"] = key.Exponent,
            ["$nonce = ''"] = key.Nonce,
            ["$account = ''"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(userName ?? "")),
            ["$serial = ''"] = "yes+",
        };
        var lines = Read().Select(line => FillIn(line, request)).ToList();
        return request.Count == 0
            ? lines
            : throw new InvalidOperationException($"{FileName} has no line that begins with {request.Keys.First()}");
    }

    /// <summary>The lines of the file as it is in the repository.</summary>
    internal static IReadOnlyList<string> Read()
    {
        using var stream = typeof(ResetScript).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"{FileName} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n').Select(line => line.TrimEnd('\r')).ToList();
    }

    // Only the first line that begins so is one to fill in, and only with what can't end the quotes.
    private static string FillIn(string line, Dictionary<string, string> request)
    {
        if (request.Keys.FirstOrDefault(start => line.StartsWith(start, StringComparison.Ordinal)) is not { } found) return line;
        var value = request[found];
        if (!Base64.IsMatch(value)) throw new InvalidOperationException("What goes into the script is base64.");
        request.Remove(found);
        return found.Substring(0, found.Length - 1) + value + "'";
    }
}
