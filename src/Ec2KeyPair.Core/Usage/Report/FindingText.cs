namespace Ec2KeyPair.Core.Usage.Report;

/// <summary>What the report says about a kind of finding.</summary>
/// <param name="Finding">The kind.</param>
/// <param name="Weight">How grave it is.</param>
/// <param name="Title">Two or three words.</param>
/// <param name="Meaning">What it means, in a sentence.</param>
/// <param name="Mend">What to do about it, in a sentence.</param>
internal sealed record FindingText(KeyFinding Finding, FindingWeight Weight, string Title, string Meaning, string Mend)
{
    /// <summary>The words for every kind, the gravest first.</summary>
    internal static IReadOnlyList<FindingText> All(ReportPolicy policy) =>
    [
        new(KeyFinding.Orphaned, FindingWeight.High, "Orphaned",
            "Instances or launch templates name a key pair that EC2 does not have any more; launches that name it fail.",
            "Publish the key again under this name, or give the launch templates another key pair."),
        new(KeyFinding.WeakKey, FindingWeight.High, "Weak key",
            "RSA with less than 2,048 bits.",
            "Rotate to an ED25519 or RSA key of 2,048 bits or more."),
        new(KeyFinding.PrivateKeyExposed, FindingWeight.High, "Exposed private key",
            "Other accounts of this machine can read the file of the private half.",
            "Protect-EC2KeyPairLocal takes their access away; rotate the key if they are not trusted."),
        new(KeyFinding.Ed25519OnWindows, FindingWeight.Medium, "ED25519 on Windows",
            "EC2 encrypts no Windows password under an ED25519 key: these instances never have password data.",
            "Set passwords with Reset-EC2WindowsPassword, and launch Windows instances with RSA key pairs."),
        new(KeyFinding.PrivateKeyUnencrypted, FindingWeight.Medium, "No passphrase",
            "Whoever gets the file of the private half can use it at once.",
            "Protect-EC2KeyPairLocal gives it a passphrase."),
        new(KeyFinding.OldKeyFormat, FindingWeight.Medium, "Outdated key format",
            "The passphrase of the private half can be guessed cheaply: PuTTY's version 2, or PEM encrypted in OpenSSL's old way.",
            "Export-EC2KeyPairLocal writes it in another encoding."),
        new(KeyFinding.WidelyShared, FindingWeight.Medium, "Widely shared",
            FormattableString.Invariant($"More than {policy.MaximumInstances:N0} instances are opened by one key."),
            "Use a key pair for each purpose, or EC2 Instance Connect and Session Manager in place of lasting keys."),
        new(KeyFinding.Old, FindingWeight.Medium, "Old",
            FormattableString.Invariant($"The key pair is older than {policy.MaximumAgeDays:N0} days."),
            "Rotate it: add a new key, prove it, remove the old one."),
        new(KeyFinding.NoPrivateKeyHere, FindingWeight.Low, "No private half here",
            "The key pair is in use and this machine has no private half of it.",
            "Find out who has it; Import-EC2KeyPairLocal adopts a file."),
        new(KeyFinding.Unused, FindingWeight.Low, "Unused",
            "No instance and no launch template names the key pair.",
            "Delete it in EC2; instances are not affected by that."),
    ];
}

/// <summary>How grave a finding is.</summary>
internal enum FindingWeight
{
    /// <summary>Act on it.</summary>
    High,

    /// <summary>Plan for it.</summary>
    Medium,

    /// <summary>Know of it.</summary>
    Low,
}
