using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>
/// The RDP certificates that are remembered, in a text file beside the pinned host keys: one line for an instance,
/// <c>i-0123456789abcdef0 sha256:... sha1:...</c>. People may edit it; lines of another form stay as they are.
/// </summary>
/// <remarks>Writers take turns by the key store's lock; a reader sees the old file or the new one.</remarks>
public sealed class RdpPins
{
    // 100,000 instances.
    private const int LongestFile = 16 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _lockPath;

    /// <summary>The file at this path; it need not be there yet.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="lockPath">The lock that its writers take.</param>
    public RdpPins(string path, string lockPath)
    {
        Path = path;
        _lockPath = lockPath;
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>The certificate that is remembered for an instance; null for none.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    internal RdpPin? Find(string instanceId) =>
        ReadLines().Select(RdpPin.Parse).LastOrDefault(pin => pin?.InstanceId == instanceId);

    /// <summary>Remembers a certificate in place of the one that was.</summary>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe, KeyStoreBusy, FileReadFailed, FileWriteFailed.</exception>
    public void Pin(string instanceId, RdpCertificate certificate)
    {
        if (!InstanceIdentity.IsId(instanceId))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.ArgumentUnsafe, $"'{Printable.Text(instanceId)}' is no instance id; no certificate is remembered for it.", instanceId);
        }

        using (FileLock.Take(_lockPath, Patience))
        {
            var others = ReadLines().Where(line => RdpPin.Parse(line)?.InstanceId != instanceId);
            var lines = others.Append(new RdpPin(instanceId, certificate.Sha256, certificate.Sha1).ToString());
            PrivateFile.Replace(Path, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        }
    }

    private IEnumerable<string> ReadLines()
    {
        try
        {
            if (PathStatus.Of(Path) is null) return [];
            var content = SharedFile.Read(Path, LongestFile) ?? throw new IOException($"It has more than {LongestFile} bytes.");
            return Encoding.UTF8.GetString(content).TrimStart('\uFEFF').Split(['\n'], StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'));
        }
        catch (Exception e) when (FileErrors.IsMissing(e))
        {
            return []; // Replaced or removed at this moment; Replace itself leaves no gap.
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.FileReadFailed,
                $"The remembered RDP certificates '{Path}' can't be read: {e.Message}",
                Path,
                "Check that it is a file and that you may read it.",
                e);
        }
    }
}
