using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Tests.Keys;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Store;

public sealed class KeyStoreTests : IDisposable
{
    private readonly StoreFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Open_NoFolder_IsAnEmptyStoreAndMakesNothing()
    {
        Assert.Empty(_store.List());
        Assert.Null(_store.Open().Find("web"));
        Assert.False(Directory.Exists(_store.Path));
    }

    [Theory]
    [InlineData("web", PrivateKeyEncoding.OpenSsh)]
    [InlineData("Web / .. : prod", PrivateKeyEncoding.Pkcs8)]
    [InlineData("../../escape", PrivateKeyEncoding.Ppk)]
    [InlineData("con", PrivateKeyEncoding.OpenSsh)]
    public void Add_Name_IsFoundAndListedAsItWasMade(string name, PrivateKeyEncoding encoding)
    {
        var made = _store.Add(name, encoding);
        var found = _store.Open().Find(name)!;
        Assert.Equal(made with { PublishedTo = found.PublishedTo, CreatedUtc = found.CreatedUtc }, found);
        Assert.Equal(found.Path, Assert.Single(_store.List()).Path);
        Assert.Equal(_store.Path, Path.GetDirectoryName(made.Path));
        Assert.Equal(made.Path, _store.Open().PathOf(name, encoding));
        using var key = KeyFileInspection.Open(made.Path, null);
        Assert.Equal(made.PublicKey!.Split(' ')[1], key.PublicKey.ToOpenSshLine().Split(' ')[1]);
    }

    [Fact]
    public void Add_NamesThatDifferInCase_AreTwoKeys()
    {
        _store.Add("web");
        _store.Add("Web");
        _store.Add("WEB");
        Assert.Equal(["WEB", "Web", "web"], _store.List().Select(key => key.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(PrivateKeyEncoding.OpenSsh)]
    [InlineData(PrivateKeyEncoding.Ppk)]
    public void Add_NameTaken_IsKeyPairExistsAndTheOldKeyStands(PrivateKeyEncoding second)
    {
        var old = _store.Add("web");
        var content = File.ReadAllBytes(old.Path);
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => _store.Add("web", second));
        Assert.Equal(content, File.ReadAllBytes(old.Path));
        Assert.Equal(old.PublicKey, Assert.Single(_store.List()).PublicKey);
        Assert.Empty(Directory.GetFiles(_store.Path, ".ec2keypair-*"));
    }

    [SkippableFact]
    public void Add_RealSshKeygen_ReadsTheFileAsItIs()
    {
        var made = _store.Add("web");
        var line = Tool.SshKeygen.Run("-y", "-f", made.Path).MustSucceed().Text;
        Assert.Equal(made.PublicKey!.Split(' ')[1], line.Split(' ')[1]);
    }

    [Fact]
    public void Add_EncryptedPkcs8_StillTellsThePublicKey()
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519);
        var store = _store.Open();
        store.Add("web", key, PrivateKeyEncoding.Pkcs8, Fixture.Passphrase);
        var found = store.Find("web")!;
        Assert.True(found.IsEncrypted);
        Assert.Equal(key.PublicKey.ToOpenSshLine(), found.PublicKey);
        File.SetLastWriteTimeUtc(found.Path, DateTime.UtcNow.AddDays(-3)); // As a copied or restored store has it.
        Assert.Equal(key.PublicKey.ToOpenSshLine(), store.Find("web")!.PublicKey);
    }

    [Fact]
    public void Find_FileEditedToTheSameLength_TellsTheNewKey()
    {
        var old = _store.Add("web");
        _store.Open().Published(old, StoreFolder.In("xx-1"));
        var other = StoreFolder.KeyBytes("web");
        Assert.Equal(new FileInfo(old.Path).Length, other.Length);
        File.WriteAllBytes(old.Path, other);
        File.SetLastWriteTimeUtc(old.Path, DateTime.UtcNow.AddSeconds(5));
        var found = _store.Open().Find("web")!;
        Assert.NotEqual(old.PublicKey, found.PublicKey);
        Assert.Empty(found.PublishedTo);
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => _store.Open().Published(old, StoreFolder.In("xx-2")));
    }

    [Fact]
    public void Find_SameKeyInAnotherEncoding_KeepsWhatIsKnown()
    {
        var made = _store.Add("web");
        _store.Open().Published(made, StoreFolder.In("xx-1"));
        using (var key = KeyFileInspection.Open(made.Path, null)) File.WriteAllBytes(made.Path, KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Pkcs8));
        var found = _store.Open().Find("web")!;
        Assert.Equal(("Pkcs8", "xx-1"), (found.KeyEncoding, Assert.Single(found.PublishedTo).Region));
        Assert.Equal(["xx-1", "xx-2"], _store.Open().Published(found, StoreFolder.In("xx-2")).PublishedTo.Select(where => where.Region));
        Assert.Equal(2, _store.Open().Find("web")!.PublishedTo.Count);
    }

    [Fact]
    public void Find_FilePutThereByHand_IsAsGoodAsAny()
    {
        _store.Open().EnsureFolder();
        File.WriteAllBytes(_store.File("MyKey.pem"), StoreFolder.KeyBytes());
        File.WriteAllBytes(_store.File("plain.pem"), StoreFolder.KeyBytes());
        Assert.Equal(["MyKey", "plain"], _store.List().Select(key => key.Name));
        var found = _store.Open().Find("MyKey")!;
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => _store.Add("MyKey"));
        _store.Open().Published(found, StoreFolder.In("xx-1", "MyKey"));
        Assert.Single(_store.Open().Find("MyKey")!.PublishedTo);
        Assert.Equal(2, _store.List().Count);
    }

    [Fact]
    public void List_HashedNameWithoutMetadata_IsReportedAndFoundByName()
    {
        var made = _store.Add("Web 1");
        File.Delete(Path.ChangeExtension(made.Path, ".json"));
        var (keys, errors) = _store.ListAll();
        Assert.Empty(keys);
        Assert.Equal(ErrorCondition.FileReadFailed, Assert.Single(errors).Condition);
        var found = _store.Open().Find("Web 1")!;
        Assert.Equal(made.PublicKey, found.PublicKey);
        _store.Open().Published(found, StoreFolder.In("xx-1", "Web 1")); // And with that it has its name again.
        Assert.Equal("Web 1", Assert.Single(_store.List()).Name);
    }

    [Fact]
    public void List_OddFiles_AreReportedOrNoneOfItsBusiness()
    {
        var made = _store.Add("web");
        File.WriteAllText(_store.File(".pem"), "x");
        File.WriteAllText(_store.File("notes.txt"), "x");
        File.WriteAllText(_store.File("broken.pem"), "x");
        File.WriteAllBytes(_store.File("empty.pem"), []);
        File.WriteAllBytes(_store.File("giant.pem"), new byte[2 * 1024 * 1024]);
        Directory.CreateDirectory(_store.File("folder.pem"));
        var (keys, errors) = _store.ListAll();
        Assert.Equal(made.Name, Assert.Single(keys).Name);
        Assert.Equal(4, errors.Count);
        Assert.All(errors, error => Assert.Contains(_store.Path, error.Message));
        Assert.All(errors, error => Assert.False(string.IsNullOrEmpty(error.Mend), error.ToString()));
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => _store.Add("folder"));
    }

    [Fact]
    public void Published_Twice_IsOneRecordPerRegion()
    {
        var made = _store.Add("web");
        var store = _store.Open();
        store.Published(made, StoreFolder.In("xx-2"));
        store.Published(made, StoreFolder.In("xx-1"));
        var after = store.Published(made, StoreFolder.In("xx-2") with { KeyPairId = "key-2" });
        Assert.Equal(["xx-1", "xx-2"], after.PublishedTo.Select(where => where.Region));
        Assert.Equal(after.PublishedTo, store.Find("web")!.PublishedTo);
        Assert.Equal("key-2", after.PublishedTo[1].KeyPairId);
    }

    [Fact]
    public void Published_KeyRemoved_IsPrivateKeyNotFound()
    {
        var made = _store.Add("web");
        File.Delete(made.Path);
        StoreFolder.Fails(ErrorCondition.PrivateKeyNotFound, () => _store.Open().Published(made, StoreFolder.In("xx-1")));
        Assert.Empty(_store.List());
        Assert.NotEqual(made.PublicKey, _store.Add("web").PublicKey); // The remainder is no obstacle.
        Assert.Single(_store.List());
    }

    [Fact]
    public void Published_FieldsOfALaterVersion_Survive()
    {
        var made = _store.Add("web");
        var path = Path.ChangeExtension(made.Path, ".json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("{\n", "{\n  \"colour\": {\"of\": [1, null]},\n", StringComparison.Ordinal).Replace("{\r\n", "{ \"colour\": 1,\n", StringComparison.Ordinal));
        Assert.Contains("colour", File.ReadAllText(path));
        _store.Open().Published(made, StoreFolder.In("xx-1"));
        Assert.Contains("colour", File.ReadAllText(path));
    }
}
