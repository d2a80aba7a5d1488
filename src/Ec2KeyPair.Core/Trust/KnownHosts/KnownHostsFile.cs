using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Trust.KnownHosts;

/// <summary>A known_hosts file on disk.</summary>
internal sealed class KnownHostsFile(string path)
{
    private const int LargestFile = 64 * 1024 * 1024;
    private readonly EditedFile _file = new(path, LargestFile);

    /// <summary>As it was given.</summary>
    internal string Path { get; } = path;

    /// <summary>The content now; empty when there is no file.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    internal KnownHostsText Read() => Parse(_file.Read());

    /// <summary>Changes the file as <see cref="EditedFile.Edit"/> does; the same text leaves it alone.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed, FileWriteFailed, KeyStoreBusy, or what <paramref name="change"/> throws.</exception>
    internal T Edit<T>(Func<KnownHostsText, (KnownHostsText Text, T Answer)> change) => _file.Edit(content =>
    {
        var old = Parse(content);
        var (text, answer) = change(old);
        return (ReferenceEquals(text, old) ? null : text.ToBytes(), answer);
    });

    private static KnownHostsText Parse(byte[]? content) => content is null ? KnownHostsText.Empty : KnownHostsText.Read(content);
}
