using System.Security.Cryptography;
using Ec2KeyPair.AwsEndpoint.Keys;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>A key pair as EC2 keeps it: the public half only.</summary>
public sealed class KeyPair
{
    private readonly Lock _gate = new();
    private RSA? _rsa;

    internal KeyPair(string id, string name, PublicKey publicKey, string fingerprint, string comment, DateTimeOffset createTime, TagSet tags)
    {
        Id = id;
        Name = name;
        PublicKey = publicKey;
        Fingerprint = fingerprint;
        Comment = comment;
        CreateTime = createTime;
        Tags = tags;
    }

    public string Id { get; }

    public string Name { get; }

    public PublicKey PublicKey { get; }

    public string Fingerprint { get; }

    public string Comment { get; }

    public DateTimeOffset CreateTime { get; }

    public TagSet Tags { get; }

    internal byte[] Encrypt(byte[] secret)
    {
        lock (_gate)
        {
            _rsa ??= RSA.Create(PublicKey.Rsa!.Value);
            return _rsa.Encrypt(secret, RSAEncryptionPadding.Pkcs1);
        }
    }
}
