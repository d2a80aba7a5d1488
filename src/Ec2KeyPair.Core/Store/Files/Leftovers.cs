using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>The temporary files that killed writers left behind. They may hold private keys, so they don't stay.</summary>
internal static class Leftovers
{
    // Far longer than any writer takes; a younger one may be at work.
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);
    private static readonly Regex Name = new("^" + Regex.Escape(PendingFile.TemporaryPrefix) + "[0-9a-f]{32}$", RegexOptions.CultureInvariant);

    /// <summary>Removes the old ones in a folder, of this user only. What can't be removed now is left for the next time.</summary>
    internal static void Sweep(string folder)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, PendingFile.TemporaryPrefix + "*"))
            {
                if (Name.IsMatch(Path.GetFileName(path)) && IsOld(path)) File.Delete(path);
            }
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            // No writer fails because of a stranger's leftovers. They are private, and the next one tries again.
        }
    }

    private static bool IsOld(string path) =>
        PathStatus.Of(path) is { Kind: PathKind.File, IsMine: true } status && DateTime.UtcNow - status.ModifiedUtc > Age;
}
