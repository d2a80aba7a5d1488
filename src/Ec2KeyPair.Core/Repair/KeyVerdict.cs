using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Repair;

/// <summary>What a script that lets a key in says at its end, in one line of the console: <c>ec2keypair-0123...: added</c>.</summary>
internal static class KeyVerdict
{
    /// <summary>The fact that it becomes; for a helper: from then on the disk is not mounted any more.</summary>
    internal const string Fact = "verdict";

    /// <summary>The word after the mark; null while there is none. The console is anybody's text: the nonce tells whose line it is.</summary>
    internal static string? Find(string console, string nonce)
    {
        var found = Regex.Match(console, $"ec2keypair-{Regex.Escape(nonce)}: ([a-z-]{{1,40}})\\s", RegexOptions.CultureInvariant);
        return found.Success ? found.Groups[1].Value : null;
    }

    /// <exception cref="Ec2KeyPairException">RepairFailed: the key is not there.</exception>
    internal static void ThrowIfBad(string verdict, string instanceId, string userName)
    {
        var why = verdict switch
        {
            "added" or "there" => null,
            "no-disk" => "the disk did not appear on the helper",
            "no-system" => "none of the partitions of its root volume has an /etc/passwd that the helper could read (LVM, RAID and encryption on the disk itself are not known to it)",
            "no-user" => $"it has no account '{userName}'",
            "no-home" => $"the home folder of '{userName}' is not on its root volume",
            "unsafe" => $"the way to the home folder of '{userName}', or what is in its .ssh, is a link: it was not followed",
            _ => $"it could not be written there ({verdict})",
        };
        if (why is null) return;
        throw new Ec2KeyPairException(
            ErrorCondition.RepairFailed, $"The key was not let in on {instanceId}: {why}.", instanceId, "Name another account with -UserName, or repair it in another way.");
    }
}
