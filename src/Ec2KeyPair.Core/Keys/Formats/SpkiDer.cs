namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), of Ed25519 as in RFC 8410.</summary>
internal static class SpkiDer
{
    internal static PublicKey Read(ReadOnlySpan<byte> der)
    {
        var outer = new DerReader(der);
        var info = outer.ReadSequence();
        outer.RequireEnd();
        var algorithm = info.ReadSequence();
        var oid = algorithm.ReadOid();
        var bits = info.Read(DerTag.BitString);
        info.RequireEnd();
        if (bits.IsEmpty || bits[0] != 0) throw KeyErrors.Corrupt("its public key is not whole bytes");
        return oid switch
        {
            Oids.RsaEncryption => RsaDer.ReadPublic(bits.Slice(1)),
            Oids.Ed25519 => PublicKey.FromEd25519(bits.Slice(1)),
            _ => throw Oids.RefuseKey(oid, algorithm),
        };
    }

    internal static byte[] Write(PublicKey key) => key.Type == KeyType.Rsa
        ? DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid(Oids.RsaEncryption), DerWriter.Null()),
            DerWriter.BitString(RsaDer.WritePublic(key)))
        : DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid(Oids.Ed25519)),
            DerWriter.BitString((byte[])key.Number.Clone()));
}
