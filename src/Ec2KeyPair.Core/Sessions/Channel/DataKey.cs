namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>What an encrypted session's data key has to be made with.</summary>
/// <param name="KeyId">Id or ARN of the KMS key, as the agent named it.</param>
/// <param name="EncryptionContext">The context that the agent will decrypt it with.</param>
public sealed record DataKeyRequest(string KeyId, IReadOnlyDictionary<string, string> EncryptionContext);

/// <summary>A data key of 64 bytes and its encrypted form. Zeroes itself, prints nothing.</summary>
public sealed class DataKey(byte[] plaintext, byte[] ciphertext) : IDisposable
{
    /// <summary>Bytes of the key.</summary>
    public const int Size = SessionCipher.DataKeySize;

    /// <summary>The key: 64 bytes.</summary>
    internal byte[] Plaintext => plaintext;

    /// <summary>The CiphertextBlob of GenerateDataKey.</summary>
    internal byte[] Ciphertext => ciphertext;

    /// <inheritdoc/>
    public void Dispose() => Array.Clear(plaintext, 0, plaintext.Length);
}
