using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>PrivateKeyInfo of RFC 5208 and OneAsymmetricKey of RFC 5958, of Ed25519 as in RFC 8410.</summary>
internal static class Pkcs8Der
{
    internal static PrivateKey Read(ReadOnlySpan<byte> der)
    {
        var outer = new DerReader(der);
        var info = outer.ReadSequence();
        outer.RequireEnd();
        if (info.ReadInt32() > 1) throw KeyErrors.Corrupt("its PKCS#8 version is unknown");
        var algorithm = info.ReadSequence();
        var oid = algorithm.ReadOid();
        var octets = info.Read(DerTag.OctetString);
        var key = oid switch
        {
            Oids.RsaEncryption => (PrivateKey)RsaDer.ReadPrivate(octets),
            Oids.Ed25519 => ReadEd25519(octets),
            _ => throw Oids.RefuseKey(oid, algorithm),
        };
        try
        {
            if (info.NextTag == DerTag.Attributes) info.ReadAny();
            if (info.NextTag == DerTag.PublicKey) CheckPublicKey(key, info.ReadAny());
            info.RequireEnd();
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Version 0, no attributes, no public key: the form that EC2 takes its fingerprint over and that every tool reads.</summary>
    internal static byte[] Write(PrivateKey key) => key switch
    {
        RsaPrivateKey rsa => DerWriter.Sequence(
            DerWriter.Unsigned(0),
            DerWriter.Sequence(DerWriter.Oid(Oids.RsaEncryption), DerWriter.Null()),
            DerWriter.OctetString(RsaDer.WritePrivate(rsa.Parameters))),
        Ed25519PrivateKey ed25519 => DerWriter.Sequence(
            DerWriter.Unsigned(0),
            DerWriter.Sequence(DerWriter.Oid(Oids.Ed25519)),
            DerWriter.OctetString(DerWriter.OctetString(ed25519.Seed.ToArray()))),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    private static Ed25519PrivateKey ReadEd25519(ReadOnlySpan<byte> octets)
    {
        var inner = new DerReader(octets);
        var seed = inner.Read(DerTag.OctetString);
        inner.RequireEnd();
        return Ed25519PrivateKey.FromSeed(seed);
    }

    /// <summary>RFC 5958 lets a public key follow, as Java writes it.</summary>
    private static void CheckPublicKey(PrivateKey key, ReadOnlySpan<byte> bits)
    {
        var encoded = key.Type == KeyType.Rsa ? RsaDer.WritePublic(key.PublicKey) : key.PublicKey.Number;
        if (bits.IsEmpty || !bits.Slice(1).SequenceEqual(encoded))
            throw KeyErrors.Corrupt("its public half does not belong to its private half");
    }
}
