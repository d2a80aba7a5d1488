using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Store;

public sealed class FolderShelfTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("k.pem")]
    [InlineData("k[1].pem")]
    [InlineData("k [ab] `.key")]
    public void Add_FilePath_WritesExactlyThatFileAndPrivately(string file)
    {
        var made = Add(new FolderShelf(_folder.File(file)), "web");
        Assert.Equal([_folder.File(file)], Directory.GetFiles(_folder.Path));
        Assert.Equal(made.PublicKey, new FolderShelf(_folder.File(file)).Find("web")!.PublicKey);
        Assert.True(KeyFileInspection.Inspect(made.Path).HasPrivateAccessOnly);
    }

    [SkippableTheory]
    [InlineData("k*.pem")]
    [InlineData("k?.pem")]
    public void Add_WildcardsThatAreCharacters_AreCharacters(string file)
    {
        StoreFolder.SkipOnWindows();
        _folder.Write("k1.pem", [1]);
        Assert.Equal(_folder.File(file), Add(new FolderShelf(_folder.File(file)), "web").Path);
    }

    [Fact]
    public void Add_Folder_GivesEachKeyItsFile()
    {
        var shelf = new FolderShelf(_folder.Path);
        Add(shelf, "web");
        Add(shelf, "../Web");
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
        Assert.Equal(["../Web", "web"], new[] { "../Web", "web" }.Select(name => shelf.Find(name)!.Name));
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => Add(shelf, "web"));
    }

    [Fact]
    public void Add_TwoNamesOneFile_IsKeyPairExists()
    {
        var shelf = new FolderShelf(_folder.File("k.pem"));
        Assert.Null(shelf.Find("web"));
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => shelf.Find("db"));
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => Add(shelf, "db"));
        Add(shelf, "web");
    }

    [Theory]
    [InlineData("no/such/k.pem")]
    [InlineData("nofolder/")]
    public void Add_NoSuchFolder_IsFileWriteFailed(string path) =>
        StoreFolder.Fails(ErrorCondition.FileWriteFailed, () => Add(new FolderShelf(_folder.Path + "/" + path), "web"));

    [Fact]
    public void Add_FolderAboveIsAFile_IsTyped()
    {
        _folder.Write("file", [1]);
        var shelf = new FolderShelf(_folder.File("file/k.pem"));
        var error = Assert.Throws<Ec2KeyPairException>(() => Add(shelf, "web"));
        Assert.True(error.Condition is ErrorCondition.FileWriteFailed or ErrorCondition.FileReadFailed, error.ToString());
    }

    [Fact]
    public void Add_FolderInTheFilesPlace_IsKeyPairExists()
    {
        Directory.CreateDirectory(_folder.File("web.pem"));
        var shelf = new FolderShelf(_folder.Path);
        StoreFolder.Fails(ErrorCondition.FileReadFailed, () => shelf.Find("web"));
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => Add(shelf, "web"));
    }

    [Fact]
    public void Find_FileThatIsNoPrivateKey_IsKeyPairExistsAndStands()
    {
        var path = _folder.Write("notes.txt", [65, 66]);
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => new FolderShelf(path).Find("web"));
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => Add(new FolderShelf(path), "web"));
        Assert.Equal([65, 66], File.ReadAllBytes(path));
    }

    [SkippableFact]
    public void Add_Link_IsNeverWrittenThrough()
    {
        StoreFolder.SkipOnWindows();
        File.CreateSymbolicLink(_folder.File("dangling.pem"), _folder.File("target"));
        var shelf = new FolderShelf(_folder.File("dangling.pem"));
        Assert.Null(shelf.Find("web"));
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => Add(shelf, "web"));
        Assert.False(File.Exists(_folder.File("target")));
    }

    [SkippableFact]
    public void Find_KeyOfAnotherUser_IsKeyStoreUnsafe()
    {
        StoreFolder.SkipOnWindows();
        Skip.IfNot(Environment.UserName == "root", "Only root gives files away.");
        var path = _folder.Write("web.pem", StoreFolder.KeyBytes("planted"));
        Tool.Named("chown").Run("65534", path).MustSucceed();
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => new FolderShelf(path).Find("web"));
    }

    [SkippableFact]
    public void Inspect_WhatIsNoFile_IsNotWaitedFor()
    {
        StoreFolder.SkipOnWindows();
        StoreFolder.Fails(ErrorCondition.FileReadFailed, () => KeyFileInspection.Inspect(_folder.Path));
        StoreFolder.Fails(ErrorCondition.FileReadFailed, () => KeyFileInspection.Inspect("a\0b"));
        StoreFolder.Fails(ErrorCondition.PrivateKeyNotFound, () => KeyFileInspection.Inspect(_folder.File("none")));
        // Nothing could stop the thread that opens a pipe, and a device may never end.
        var pipe = _folder.File("pipe");
        Tool.Named("mkfifo").Run(pipe).MustSucceed();
        File.CreateSymbolicLink(_folder.File("link"), pipe);
        foreach (var path in new[] { pipe, _folder.File("link"), "/dev/zero" })
        {
            var error = Assert.Throws<Ec2KeyPairException>(() => KeyFileInspection.Inspect(path));
            Assert.Equal((ErrorCondition.FileReadFailed, (object)path), (error.Condition, error.Subject));
            Assert.Contains("pipe", error.Message);
            Assert.Equal(ErrorCondition.FileReadFailed, Assert.Throws<Ec2KeyPairException>(() => KeyFileInspection.Open(path, null)).Condition);
        }
    }

    [SkippableFact]
    public void Inspect_LinkToAKeyFile_IsRead()
    {
        StoreFolder.SkipOnWindows();
        File.CreateSymbolicLink(_folder.File("link"), _folder.Write("web.pem", StoreFolder.KeyBytes("linked")));
        Assert.Equal("linked", KeyFileInspection.Inspect(_folder.File("link")).Comment);
    }

    private static LocalKeyPair Add(FolderShelf shelf, string name)
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519, comment: name);
        return shelf.Add(name, key, PrivateKeyEncoding.OpenSsh, null);
    }
}
