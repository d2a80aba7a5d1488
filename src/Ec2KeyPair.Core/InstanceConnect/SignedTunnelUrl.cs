namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>A presigned URL: who has it opens the tunnel with the caller's permissions, for 60 s. Prints nothing.</summary>
public sealed class SignedTunnelUrl(Uri value)
{
    /// <summary>The URL.</summary>
    internal Uri Value => value;

    /// <inheritdoc/>
    public override string ToString() => nameof(SignedTunnelUrl);
}
