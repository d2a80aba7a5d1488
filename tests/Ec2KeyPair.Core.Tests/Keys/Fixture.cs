using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Tests.Keys;

/// <summary>The files that Fixtures/make.sh made with the real tools.</summary>
internal static class Fixture
{
    internal const string PassphraseText = "correct horse";

    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Keys", "Fixtures");

    internal static Passphrase Passphrase => From(PassphraseText);

    internal static Passphrase From(string text) => Passphrase.FromUtf8(Encoding.UTF8.GetBytes(text));

    internal static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    internal static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>The public line of the RSA or the Ed25519 key, without its comment.</summary>
    internal static string PublicLine(string name) =>
        string.Join(' ', Text(name.Contains(".rsa.") ? "rsa.pub" : "ed25519.pub").Split(' ').Take(2));

    internal static string Fingerprint(string name) => Text("fingerprints.txt")
        .Split('\n').Select(line => line.Split(' ')).Single(parts => parts[0] == name)[1];

    internal static IEnumerable<string> Names => Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)!)
        .Where(name => name.Split('.').Length == 3).Order(StringComparer.Ordinal);

    internal static IEnumerable<string> PrivateNames =>
        Names.Where(name => (name.Contains(".rsa.") || name.Contains(".ed25519.")) && !name.EndsWith(".public", StringComparison.Ordinal));

    internal static IEnumerable<string> EncryptedNames => PrivateNames.Where(name => !name.EndsWith(".none", StringComparison.Ordinal));

    internal static ErrorCondition ConditionOf(Action action) => Assert.Throws<Ec2KeyPairException>(action).Condition;
}
