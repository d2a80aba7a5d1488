using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Connect;

/// <summary>The module's own known_hosts file: host keys pinned under instance ids (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).</summary>
public sealed class PinnedHostKeys(string path)
{
    /// <summary>Full path, for ssh's UserKnownHostsFile.</summary>
    public string Path { get; } = path;

    /// <summary>True when at least one key is pinned for this instance.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    public bool Has(string instanceId)
    {
        try
        {
            return File.Exists(Path)
                && File.ReadLines(Path).Any(line => line.StartsWith(instanceId + " ", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Ec2KeyPairException(ErrorCondition.FileReadFailed, $"The pinned host keys '{Path}' can't be read: {e.Message}", Path, innerException: e);
        }
    }

    /// <summary>Pins keys for an instance that has none pinned.</summary>
    /// <remarks>One append of whole lines: writers at the same time may double a line, which ssh does not mind, but lose none.</remarks>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe, FileWriteFailed.</exception>
    public void Pin(string instanceId, IEnumerable<HostKeyLine> keys)
    {
        if (!InstanceIdentity.IsId(instanceId))
        {
            // "*" would pin the keys for every host.
            throw new Ec2KeyPairException(
                ErrorCondition.ArgumentUnsafe, $"'{Printable.Text(instanceId)}' is no instance id; no host key is pinned for it.", instanceId);
        }

        var lines = string.Concat(keys.Select(key => $"{instanceId} {key.KeyType} {key.Blob}\n"));
        try
        {
            // People edit this file: a last line without an end would swallow the first key.
            if (!EndsWithLine()) lines = "\n" + lines;
            using var file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            var bytes = Encoding.ASCII.GetBytes(lines);
            file.Write(bytes, 0, bytes.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Ec2KeyPairException(ErrorCondition.FileWriteFailed, $"Host keys can't be pinned in '{Path}': {e.Message}", Path, innerException: e);
        }
    }

    private bool EndsWithLine()
    {
        if (!File.Exists(Path)) return true;
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length == 0) return true;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }
}
