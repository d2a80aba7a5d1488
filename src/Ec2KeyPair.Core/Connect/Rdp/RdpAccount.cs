using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>The account of a remote desktop logon: <c>name</c>, <c>DOMAIN\name</c> or <c>name@domain</c>.</summary>
/// <remarks>It is written into a file whose lines are settings, so nothing that could end a line or begin another gets in.</remarks>
public sealed record RdpAccount
{
    private const string Domain = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}._-]{0,254})";

    // "." is the remote machine itself. A user principal name has at most 64 characters before its @ (RFC 5321's limit).
    private static readonly Regex Form = new(
        $"\\A(?:(?:\\.|{Domain})\\\\)?(?<name>{WindowsAccountName.Pattern})\\z"
            + $"|\\A[\\p{{L}}\\p{{N}}_.$+-]{{1,64}}@{Domain}\\z",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    private RdpAccount(string text) => Text = text;

    /// <summary>The account as clients take it.</summary>
    public string Text { get; }

    /// <summary>Takes a name of that form.</summary>
    /// <param name="name">The name; a backslash before it, which Get-Credential puts there, is taken off.</param>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe.</exception>
    public static RdpAccount Parse(string name)
    {
        var text = name.StartsWith("\\", StringComparison.Ordinal) ? name.Substring(1) : name;
        var match = Form.Match(text);
        if (match.Success && (!match.Groups["name"].Success || WindowsAccountName.IsValid(match.Groups["name"].Value))) return new(text);
        throw new Ec2KeyPairException(
            ErrorCondition.ArgumentUnsafe,
            $"'{Core.Text.Printable.Text(name)}' is not the name of a Windows account; it is not passed to a client.",
            name,
            "Give the account as NAME, DOMAIN\\NAME or NAME@DOMAIN.");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
