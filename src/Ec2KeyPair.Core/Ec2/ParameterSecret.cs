namespace Ec2KeyPair.Core.Ec2;

/// <summary>A decrypted parameter. It zeroes itself on dispose and prints nothing secret.</summary>
/// <param name="value">The value in UTF-8; taken over.</param>
/// <param name="isSecure">True for a SecureString.</param>
/// <param name="modifiedAt">When it was last written, in UTC by AWS's own clock; null when that is not told.</param>
public sealed class ParameterSecret(byte[] value, bool isSecure, DateTime? modifiedAt = null) : IDisposable
{
    /// <summary>True for a SecureString; a String shows its value to everybody who may list parameters.</summary>
    public bool IsSecure => isSecure;

    /// <summary>When it was last written, in UTC by AWS's own clock; null when that is not told.</summary>
    public DateTime? ModifiedAt => modifiedAt;

    /// <summary>The value in UTF-8; zeros once this is disposed.</summary>
    internal byte[] Utf8 => value;

    /// <inheritdoc/>
    public void Dispose() => Array.Clear(value, 0, value.Length);

    /// <summary>Never the value.</summary>
    public override string ToString() => "(parameter)";
}
