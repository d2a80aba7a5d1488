using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Tests.KeyPairs;

public sealed class KeyPairComparisonTests
{
    private static readonly PrivateKey Rsa = KeyGenerator.Generate(KeyType.Rsa);
    private static readonly PrivateKey OtherRsa = KeyGenerator.Generate(KeyType.Rsa);
    private static readonly PrivateKey Ed25519 = KeyGenerator.Generate(KeyType.Ed25519);

    [Fact]
    public void Compare_PublicKey_CountsMoreThanTheFingerprint()
    {
        var described = new Ec2KeyPairInfo { KeyName = "web", PublicKey = Rsa.PublicKey.ToOpenSshLine("web"), Fingerprint = Ec2Fingerprint.Created(OtherRsa) };
        Assert.Equal(MatchEvidence.PublicKey, KeyPairComparison.Compare(Local(Rsa), described));
        Assert.Equal(MatchEvidence.None, KeyPairComparison.Compare(Local(OtherRsa), described));
    }

    [Fact]
    public void Compare_FingerprintAlone_TellsItsForm()
    {
        Assert.Equal(MatchEvidence.FingerprintCreated, KeyPairComparison.Compare(Local(Rsa), Only(Ec2Fingerprint.Created(Rsa))));
        Assert.Equal(MatchEvidence.FingerprintImported, KeyPairComparison.Compare(Local(Rsa), Only(Ec2Fingerprint.Imported(Rsa.PublicKey))));
        Assert.Equal(MatchEvidence.FingerprintEd25519, KeyPairComparison.Compare(Local(Ed25519), Only(Ec2Fingerprint.Created(Ed25519))));
        Assert.Equal(MatchEvidence.None, KeyPairComparison.Compare(Local(Rsa), Only(Ec2Fingerprint.Created(OtherRsa))));
        Assert.Equal(MatchEvidence.None, KeyPairComparison.Compare(Local(Ed25519), Only(Ec2Fingerprint.Created(Rsa))));
        Assert.Equal(MatchEvidence.None, KeyPairComparison.Compare(Local(Rsa), Only(Ec2Fingerprint.Created(Ed25519))));
    }

    [Theory]
    [InlineData(true, ErrorCondition.PassphraseRequired)]
    [InlineData(false, ErrorCondition.PrivateKeyRequired)]
    public void Compare_CreatedFingerprintThatOnlyThePrivateKeyTells_IsAnErrorAndNoMismatch(bool hasPrivateKey, ErrorCondition expected)
    {
        var hidden = Local(Rsa) with { HasPrivateKey = hasPrivateKey, Fingerprints = KeyFingerprints.Of(Rsa.PublicKey) };
        var error = Assert.Throws<Ec2KeyPairException>(() => KeyPairComparison.Compare(hidden, Only(Ec2Fingerprint.Created(Rsa))));
        Assert.Equal(expected, error.Condition);
        Assert.NotNull(error.Mend);
        Assert.Equal(MatchEvidence.FingerprintImported, KeyPairComparison.Compare(hidden, Only(Ec2Fingerprint.Imported(Rsa.PublicKey))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public void Compare_NothingToCompare_IsAnError(string? fingerprint) =>
        Assert.Equal(ErrorCondition.KeyPairNotFound, Assert.Throws<Ec2KeyPairException>(() => KeyPairComparison.Compare(Local(Rsa), Only(fingerprint))).Condition);

    [Fact]
    public void MatchVerdict_RegionWithoutTheKeyPair_SaysNeitherYesNorNo()
    {
        var absent = new KeyPairMatch { Name = "web", Region = "eu-test-1" };
        var verdict = new MatchVerdict();
        verdict.Add(absent);
        Assert.False(verdict.IsMatch);
        verdict.Add(absent with { IsMatch = true, KeyPairId = "key-1" });
        Assert.True(verdict.IsMatch);
        verdict.Add(absent with { KeyPairId = "key-2" });
        Assert.False(verdict.IsMatch);
    }

    private static Ec2KeyPairInfo Only(string? fingerprint) => new() { KeyName = "web", Fingerprint = fingerprint };

    private static LocalKeyPair Local(PrivateKey key) => new()
    {
        Name = "web",
        KeyType = key.Type,
        KeyEncoding = "OpenSsh",
        HasPrivateKey = true,
        Path = "/keys/web.pem",
        PublicKey = key.PublicKey.ToOpenSshLine(),
        Fingerprints = KeyFingerprints.Of(key),
    };
}
