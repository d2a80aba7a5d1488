using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Store;

/// <summary>
/// The file name of a key name. EC2 allows what no file name may hold ("/", "..", ":") and tells "Web" from "web",
/// which some file systems don't. A plain lower-case name is its own file name; any other is a readable rest, "~"
/// and 100 bits of the name's SHA-256 in base 32: different names never meet, and none leaves the folder.
/// </summary>
public static class KeyFileName
{
    private const int LongestName = 255;
    private const int LongestPlain = 100;
    private const int LongestFileName = 255 - 5; // What file systems take, less ".json".
    private const int LongestReadable = 40;
    private const int HashCharacters = 20;
    private const string Reserved = "users"; // Its metadata would be users.json, the user's own map of login users.
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly Regex Plain = new($"^[a-z0-9][a-z0-9._-]{{0,{LongestPlain - 1}}}$", RegexOptions.CultureInvariant);
    private static readonly Regex NotInFileNames = new(@"[/\\:*?""<>|]", RegexOptions.CultureInvariant);
    private static readonly Regex Hashed = new($"^[a-z0-9_-]{{1,{LongestReadable}}}~[{Base32}]{{{HashCharacters}}}$", RegexOptions.CultureInvariant);
    private static readonly Regex WindowsDevice = new("^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\.|$)", RegexOptions.CultureInvariant);

    /// <summary>The file name without extension.</summary>
    /// <exception cref="Ec2KeyPairException">KeyNameInvalid: EC2 would refuse the name.</exception>
    public static string For(string name)
    {
        ThrowIfInvalid(name);
        return IsPlain(name) ? name : Readable(name) + "~" + Hash(name);
    }

    /// <summary>True when this file name is also the key name it stands for.</summary>
    internal static bool IsPlain(string fileName) =>
        Plain.IsMatch(fileName) && !fileName.EndsWith(".", StringComparison.Ordinal) && !fileName.EndsWith("\n", StringComparison.Ordinal)
        && !WindowsDevice.IsMatch(fileName) && fileName != Reserved;

    /// <summary>True when this file name was made from another name, which only the metadata beside it can tell.</summary>
    internal static bool IsHashed(string fileName) => Hashed.IsMatch(fileName);

    /// <summary>True when a file of this very name may be in a folder on every system: a stranger's key file keeps its name.</summary>
    internal static bool IsFileName(string name) =>
        name.Length is > 0 and <= LongestFileName && name[0] != '.' && !NotInFileNames.IsMatch(name)
        && name[name.Length - 1] is not ('.' or ' ') && !WindowsDevice.IsMatch(name.ToLowerInvariant());

    /// <summary>EC2's rules: 1 to 255 printable ASCII characters, no space at either end (EC2 API Reference, ImportKeyPair).</summary>
    /// <exception cref="Ec2KeyPairException">KeyNameInvalid.</exception>
    public static void ThrowIfInvalid(string name)
    {
        var fault = name.Length == 0 ? "is empty"
            : name.Length > LongestName ? $"has {name.Length} characters; EC2 allows {LongestName}"
            : name.Any(c => c is < ' ' or > '~') ? "has characters that are not printable ASCII; EC2 refuses them"
            : name[0] == ' ' || name[name.Length - 1] == ' ' ? "begins or ends with a space; EC2 refuses that"
            : null;
        if (fault is null) return;
        throw new Ec2KeyPairException(ErrorCondition.KeyNameInvalid, $"The key name '{Printable.Text(name)}' {fault}.", name, "Choose another name.");
    }

    private static string Readable(string name)
    {
        var readable = new StringBuilder(LongestReadable);
        foreach (var c in name.ToLowerInvariant().Take(LongestReadable))
        {
            readable.Append(c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' ? c : '_');
        }

        return readable.ToString();
    }

    private static string Hash(string name)
    {
        using var sha256 = SHA256.Create();
        var digest = sha256.ComputeHash(Encoding.ASCII.GetBytes(name));
        var text = new char[HashCharacters];
        for (var i = 0; i < HashCharacters; i++)
        {
            // Five bits at a time, most significant first.
            var bit = i * 5;
            var window = (digest[bit / 8] << 8) | digest[(bit / 8) + 1];
            text[i] = Base32[(window >> (11 - (bit % 8))) & 31];
        }

        return new string(text);
    }
}
