using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>The script that works on an instance's keys: the file of the repository with the request before it.</summary>
/// <remarks>Everything in it is public: it stands in process lists and in Run Command's history.</remarks>
internal static class AuthorizedKeysScript
{
    /// <summary>The file's name, under which it is a resource of this assembly too.</summary>
    internal const string FileName = "authorized-keys.sh";

    private static readonly Regex Braces = new(@"\{(?=\{)", RegexOptions.CultureInvariant);
    private static readonly Lazy<string> Body = new(Read);

    /// <summary>What this one answer's lines begin with, 32 hexadecimal digits.</summary>
    internal static string NewNonce() => string.Concat(Secret.Random(16).Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>The script as one text for sh.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="accountName">Whose keys; null for the account that it runs as.</param>
    /// <param name="nonce">From <see cref="NewNonce"/>.</param>
    /// <exception cref="Errors.Ec2KeyPairException">ArgumentUnsafe: no account's name.</exception>
    internal static string For(KeyEditRequest request, string? accountName, string nonce)
    {
        var text = new StringBuilder();
        Assign("operation", request.Operation switch { KeyOperation.Add => "add", KeyOperation.Remove => "remove", _ => "list" });
        Assign("account", accountName is null ? "" : SshUserName.Checked(accountName));
        Assign("keys", string.Join("\n", request.Keys.Select(key => key.Line)));
        Assign("force", request.Force ? "yes" : "");
        Assign("needs", request.Needs?.Line ?? "");
        Assign("like", request.Like?.Line ?? "");
        Assign("nonce", nonce);
        text.Append(Body.Value);
        // It hands itself on, to root or to the account whose files these are.
        return "self=" + Quoted(text.ToString()) + "\neval \"$self\"";

        void Assign(string name, string value) => text.Append(name).Append('=').Append(Quoted(value)).Append('\n');
    }

    /// <summary>The same for Run Command, line by line.</summary>
    internal static IReadOnlyList<string> Lines(KeyEditRequest request, string? accountName, string nonce) =>
        For(request, accountName, nonce).Split('\n');

    /// <summary>The file without its comments, as they would be sent each time.</summary>
    private static string Read()
    {
        using var stream = typeof(AuthorizedKeysScript).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"{FileName} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return string.Join("\n", reader.ReadToEnd().Split('\n').Select(line => line.TrimEnd('\r')).Where(line => !line.TrimStart().StartsWith("#", StringComparison.Ordinal)));
    }

    // Two braces would be Systems Manager's reference to a parameter.
    private static string Quoted(string text) => "'" + Braces.Replace(text.Replace("'", "'\\''"), "{''") + "'";
}
