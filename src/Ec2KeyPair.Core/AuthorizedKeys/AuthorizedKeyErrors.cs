using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>What the script tells, as errors of this module.</summary>
internal static class AuthorizedKeyErrors
{
    private const string LookThere = "Look at the file on the instance: Invoke-EC2InstanceCommand ... 'ls -laR ~/.ssh'.";

    /// <summary>The error that a report stands for; null when all went well.</summary>
    internal static Ec2KeyPairException? Of(string instanceId, string? accountName, AuthorizedKeysReport report)
    {
        var who = Printable.Text(report.AccountName.Length > 0 ? report.AccountName : accountName ?? "the account");
        var detail = Printable.Text(report.Detail);
        return report.Status switch
        {
            KeyEditStatus.Done => null,
            KeyEditStatus.NoAccount => Error(ErrorCondition.AccountNotFound, $"{instanceId} has no account '{who}'.", "Give another one with -AccountName or -UserName."),
            KeyEditStatus.NoHome => Failed($"the account '{who}' has no home folder", null),
            KeyEditStatus.NoFile => Failed("its sshd reads no file of keys for this account (AuthorizedKeysFile)", "Change sshd_config there, or use -Ephemeral."),
            KeyEditStatus.NoFolder => Failed($"the folder {detail}, which its sshd_config names, is not there", "Make it there, as root."),
            KeyEditStatus.NotPermitted => Error(
                ErrorCondition.RemoteAccessDenied,
                $"{instanceId}: the keys of '{who}' are another account's, and this one may not become root (sudo -n).",
                "Log in as that account (-UserName), or use -Via RunCommand."),
            KeyEditStatus.Unsafe => Error(ErrorCondition.AuthorizedKeysUnsafe, $"{instanceId}: {Unsafe(report.Detail, who)}; nothing was changed.", LookThere),
            KeyEditStatus.LastKey => Error(
                ErrorCondition.LastAuthorizedKey,
                $"{instanceId}: without this key nothing would let '{who}' in any more; it was kept.",
                "Add another key first (Add-EC2AuthorizedKey), or give -Force."),
            KeyEditStatus.NeededKey => Error(
                ErrorCondition.LastAuthorizedKey,
                $"{instanceId}: the other key, which has to open before this one goes, does not stand among the keys of '{who}' as one that opens; nothing was removed.",
                "Look who changes the file there (Get-EC2AuthorizedKey), and do it again."),
            KeyEditStatus.OldOptions => Failed(
                $"the old key has {detail} in the files of '{who}', which a new key does not get unseen; nothing was changed",
                "Replace it by hand: write the new line on the instance, then Remove-EC2AuthorizedKey."),
            KeyEditStatus.Busy => Failed("another program was at the file all the time", "Try again."),
            KeyEditStatus.Binary => Failed($"{detail} holds zero bytes and is no file of keys", LookThere),
            KeyEditStatus.TooLarge => Failed($"{detail} has more than 4 MiB and is no file of keys", LookThere),
            KeyEditStatus.ReadFailed => Failed($"{detail} can't be read", LookThere),
            KeyEditStatus.WriteFailed => Failed($"{detail} can't be written (disk full, read-only ...); what stood there still stands", LookThere),
            KeyEditStatus.AccessNotKept => Failed($"a new {detail} can't be given owner, group, mode, ACL and label of the old one, which still stands", "Give the file a group that the account is in: chown USER: FILE, as root."),
            KeyEditStatus.NoTool => Failed("awk or sed is missing there", "Install them."),
            _ => Failed("the script did not come to its end", "Try again; look whether the account may run programs."),
        };

        Ec2KeyPairException Error(ErrorCondition condition, string message, string? mend) => new(condition, message, instanceId, mend);
        Ec2KeyPairException Failed(string what, string? mend) => Error(ErrorCondition.AuthorizedKeysFailed, $"{instanceId}: {what}.", mend);
    }

    /// <summary>The output holds no answer.</summary>
    internal static Ec2KeyPairException Unreadable(string instanceId, bool isTruncated, string errorOutput)
    {
        var lines = errorOutput.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return new(
            ErrorCondition.AuthorizedKeysFailed,
            isTruncated
                ? $"{instanceId} has more keys than fit into the answer."
                : $"{instanceId} did not answer as the script does{(lines.Length == 0 ? "" : $": {Printable.Text(lines[0].Trim())}")}; whether anything was changed is not known.",
            instanceId,
            isTruncated ? "Read them over SSH: Get-EC2AuthorizedKey -Via Direct." : "Look with Get-EC2AuthorizedKey; check that the account's shell runs commands.");
    }

    /// <summary>There is no authorized_keys on Windows that this could change.</summary>
    internal static Ec2KeyPairException NotLinux(string instanceId) => new(
        ErrorCondition.InstanceNotLinux, $"{instanceId} is a Windows instance: its accounts have no authorized_keys.", instanceId, "Use Get-EC2WindowsPassword.");

    /// <summary>The error limit was reached.</summary>
    internal static Ec2KeyPairException Stopped(int failed, IReadOnlyList<string> left) => new(
        ErrorCondition.ErrorLimitReached,
        $"Stopped after {failed} failures: {left.Count} instances were left as they are ({string.Join(", ", left.Take(5))}{(left.Count > 5 ? ", ..." : "")}).",
        left.ToArray(),
        "Mend what failed, and do it again; or allow more with -MaxErrors.");

    private static string Unsafe(string detail, string who)
    {
        var blank = detail.IndexOf(' ');
        var path = Printable.Text(blank < 0 ? "a path" : detail.Substring(blank + 1));
        return (blank < 0 ? detail : detail.Substring(0, blank)) switch
        {
            "Link" => $"{path} is a link, and whoever set it could send the change elsewhere",
            "Owner" => $"{path} belongs neither to '{who}' nor to root",
            "HardLink" => $"{path} has a second name (a hard link), and a change would be one of both",
            "Kind" => $"{path} is neither a file nor a folder where one has to be",
            _ => $"{path} is no path that keys may be at",
        };
    }
}
