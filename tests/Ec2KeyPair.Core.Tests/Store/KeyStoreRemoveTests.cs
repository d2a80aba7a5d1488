using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Tests.Store;

public sealed class KeyStoreRemoveTests : IDisposable
{
    private readonly StoreFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("web", PrivateKeyEncoding.OpenSsh)]
    [InlineData("we/b", PrivateKeyEncoding.Ppk)]
    public void Remove_Key_TakesBothFilesAndLeavesTheOthers(string name, PrivateKeyEncoding encoding)
    {
        var made = _store.Add(name, encoding);
        var other = _store.Add("other");
        _store.Open().Remove(made);
        Assert.Equal("other", Assert.Single(_store.List()).Name);
        Assert.Equal(2, Directory.EnumerateFiles(_store.Path).Count(path => Path.GetFileName(path)[0] != '.'));
        Assert.True(File.Exists(other.Path));
        // The name is free again.
        _store.Add(name, encoding);
    }

    [Fact]
    public void Remove_GoneAlready_IsNotFound()
    {
        var made = _store.Add("web");
        _store.Open().Remove(made);
        var error = Assert.Throws<Ec2KeyPairException>(() => _store.Open().Remove(made));
        Assert.Equal(ErrorCondition.PrivateKeyNotFound, error.Condition);
        Assert.NotNull(error.Mend);
    }

    [Fact]
    public void Remove_AnotherKeyHasTheNameNow_RemovesNothing()
    {
        var made = _store.Add("web");
        _store.Open().Remove(made);
        var another = _store.Add("web");
        Assert.Equal(ErrorCondition.KeyPairExists, Assert.Throws<Ec2KeyPairException>(() => _store.Open().Remove(made)).Condition);
        Assert.True(File.Exists(another.Path));
    }

    [Fact]
    public void Remove_KeyFileThatSomebodyPutThere_TakesThatFileAndNoStrangersMetadata()
    {
        _store.Open().EnsureFolder();
        File.WriteAllBytes(_store.File("Mine.pem"), StoreFolder.KeyBytes());
        File.WriteAllText(_store.File("Mine.json"), "{}");
        _store.Open().Remove(_store.Open().Find("Mine")!);
        Assert.False(File.Exists(_store.File("Mine.pem")));
        Assert.Equal("{}", File.ReadAllText(_store.File("Mine.json")));
    }
}
