namespace Ec2KeyPair.Output;

/// <summary>What -AsPlainText adds.</summary>
public sealed class PlainWindowsPassword : WindowsPassword
{
    /// <summary>The password, readable.</summary>
    public required string Password { get; init; }
}
