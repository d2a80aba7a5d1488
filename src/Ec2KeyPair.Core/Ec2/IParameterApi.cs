namespace Ec2KeyPair.Core.Ec2;

/// <summary>Parameter Store of one Region and account. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface IParameterApi
{
    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    string Region { get; }

    /// <summary>The decrypted parameter, which the caller disposes; null when there is none of this name.</summary>
    Task<ParameterSecret?> FindAsync(string name, CancellationToken cancel);

    /// <summary>Writes a SecureString of the standard tier.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">UTF-8 text; the caller zeroes it.</param>
    /// <param name="kmsKeyId">The key that encrypts it; null for the account's own key for Parameter Store.</param>
    /// <param name="overwrite">Replaces what has the name.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <returns>False when the name is taken and <paramref name="overwrite"/> was not set.</returns>
    Task<bool> PutSecureAsync(string name, byte[] value, string? kmsKeyId, bool overwrite, CancellationToken cancel);

    /// <summary>Deletes a parameter; one that is gone already is fine.</summary>
    Task DeleteAsync(string name, CancellationToken cancel);
}
