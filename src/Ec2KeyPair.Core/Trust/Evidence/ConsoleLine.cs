using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Trust.Evidence;

/// <summary>
/// A console line without what stands before it, where that is something that cloud-init, its forerunners or FreeBSD's
/// ec2_loghostkey put there. Other programs write to the console too, also what strangers send them ("sshd[812]:
/// Invalid user ..."): their lines are none of the block's, whatever they hold.
/// </summary>
internal static class ConsoleLine
{
    private const string Priority = "(?:<\\d{1,3}>(?:1 )?)?";
    private const string Time = "(?:(?:[A-Z][a-z]{2} [ \\d]\\d \\d{2}:\\d{2}:\\d{2}|\\d{4}-\\d{2}-\\d{2}T[0-9:.+Z-]{8,24}) )?";
    private const string Kernel = "(?:\\[ {0,12}\\d{1,10}\\.\\d{1,9}\\] )?";
    private const string Host = "(?:[A-Za-z0-9._-]{1,255} )?";
    private const string Program = "(?:ec2|cloud-init)(?:\\[\\d{1,10}\\])?:(?: |$)|(?:ec2|cloud-init) (?:\\d{1,10}|-) - - ";

    // "ec2: ", "<14>May 10 22:18:34 cloud-init: ", "May  6 02:57:58 ip-10-1-2-3 ec2[1441]: ", "[   24.5] cloud-init[901]: ".
    private static readonly Regex Form = new(
        $"^{Kernel}(?:{Priority}{Time}{Kernel}{Host}(?:{Program}))?(?<text>.*)$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>What the line says, without blanks around it.</summary>
    /// <exception cref="RegexMatchTimeoutException">The line was built to be slow.</exception>
    internal static string Text(string line)
    {
        var match = Form.Match(line.TrimEnd('\r', ' ', '\t'));
        return match.Success ? match.Groups["text"].Value.Trim() : "";
    }
}
