using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>The file with the host entries, which ssh's own config includes.</summary>
/// <param name="path">The file.</param>
/// <param name="own">The hosts that the user's own config speaks of, whose names no entry gets; null for none.</param>
public sealed class SshConfigFile(string path, OwnHosts? own = null)
{
    private const int LargestFile = 64 * 1024 * 1024;
    private readonly EditedFile _file = new(path, LargestFile);

    /// <summary>As it was given.</summary>
    public string Path { get; } = path;

    /// <summary><c>~/.ssh/config.d/ec2keypair</c>.</summary>
    public static string DefaultPath => System.IO.Path.Combine(SshFolder.Path, "config.d", "ec2keypair");

    /// <summary>What writing these entries would change.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="whole">Places that were looked at as a whole: entries of instances that are gone from there go too.</param>
    /// <exception cref="Ec2KeyPairException">SshConfigForeign, ArgumentUnsafe, FileReadFailed.</exception>
    public SshConfigChange Plan(IReadOnlyCollection<SshHostEntry> entries, IReadOnlyCollection<SshHostCensus> whole) =>
        Change(_file.Read(), entries, whole).Change;

    /// <summary>Writes them. Where nothing changes the file is left alone.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="whole">Places that were looked at as a whole: entries of instances that are gone from there go too.</param>
    /// <exception cref="Ec2KeyPairException">SshConfigForeign, ArgumentUnsafe, FileReadFailed, FileWriteFailed, KeyStoreBusy.</exception>
    public SshConfigChange Write(IReadOnlyCollection<SshHostEntry> entries, IReadOnlyCollection<SshHostCensus> whole) =>
        _file.Edit(content => Change(content, entries, whole));

    private (byte[]? Content, SshConfigChange Change) Change(
        byte[]? content, IReadOnlyCollection<SshHostEntry> entries, IReadOnlyCollection<SshHostCensus> whole)
    {
        var old = SshConfigText.Read(content, Path, own is null ? _ => false : own.Has);
        var text = old.With(entries, whole);
        var bytes = text.ToBytes();
        var isNone = content is not null && content.AsSpan().SequenceEqual(bytes);
        var changed = text.Names.Keys.Where(id => !text.HasSame(old, id)).ToList();
        return (isNone ? null : bytes, new SshConfigChange(text.Names, changed, old.Without(text)) { IsNone = isNone, Withheld = text.Withheld });
    }
}
