using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Store;

/// <summary>Folders and files that others made, opened or replaced.</summary>
public sealed class KeyStoreSafetyTests : IDisposable
{
    private readonly StoreFolder _store = new();

    public void Dispose() => _store.Dispose();

    [SkippableFact]
    public void Add_NewStore_NobodyElseEverHasAccess()
    {
        StoreFolder.SkipOnWindows();
        using var watch = new AccessWatch(_store.Path);
        for (var i = 0; i < 40; i++) _store.Open().Published(_store.Add($"web-{i}"), StoreFolder.In("xx-1"));
        Assert.Empty(watch.Stop());
        Assert.True(watch.Seen > 0, "nothing was seen");
    }

    [SkippableFact]
    public void Add_UmaskZero_IsPrivateAllTheSame()
    {
        StoreFolder.SkipOnWindows();
        var folder = _store.Beside("above/below/keys");
        CrashChild.RunInShell("umask 000", "make", folder, "web", "2").MustSucceed();
        foreach (var path in Entries(folder)) Assert.Equal(StoreFolder.File600, StoreFolder.Mode(path));
        for (var path = folder; path != Path.GetDirectoryName(_store.Path); path = Path.GetDirectoryName(path)!)
        {
            Assert.Equal(StoreFolder.Folder700, StoreFolder.Mode(path));
        }
    }

    [SkippableFact]
    public void Open_FolderOpenToOthers_IsMendedAndTold()
    {
        StoreFolder.SkipOnWindows();
        _store.Add("web");
        StoreFolder.SetMode(_store.Path, StoreFolder.Folder700 | UnixFileMode.GroupRead | UnixFileMode.OtherExecute);
        var store = _store.Open();
        Assert.Contains(_store.Path, Assert.Single(store.Notices));
        Assert.Equal(StoreFolder.Folder700, StoreFolder.Mode(_store.Path));
        Assert.Empty(_store.Open().Notices);
        StoreFolder.SetMode(_store.Path, StoreFolder.Folder700 | UnixFileMode.GroupRead);
        store.EnsureFolder();
        Assert.Equal(2, store.Notices.Count);
    }

    [SkippableFact]
    public void Open_OpenFolderWithOtherThings_IsRefusedAndLeftAsItIs()
    {
        StoreFolder.SkipOnWindows();
        var home = _store.Beside("home");
        Directory.CreateDirectory(Path.Combine(home, "Documents"));
        var before = StoreFolder.Folder700 | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        StoreFolder.SetMode(home, before);
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => KeyStore.Open(home));
        Assert.Equal(before, StoreFolder.Mode(home));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/.")]
    public void Open_Link_IsRefused(string ending)
    {
        StoreFolder.SkipOnWindows();
        Directory.CreateDirectory(_store.Beside("real"));
        Directory.CreateSymbolicLink(_store.Path, _store.Beside("real"));
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => KeyStore.Open(_store.Path + ending));
    }

    [SkippableFact]
    public void Open_DanglingLink_IsRefused()
    {
        StoreFolder.SkipOnWindows();
        Directory.CreateSymbolicLink(_store.Path, _store.Beside("nowhere"));
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => _store.Open());
    }

    [Fact]
    public void Open_File_IsRefused()
    {
        File.WriteAllText(_store.Path, "");
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => _store.Open());
    }

    [Fact]
    public void Open_NoPath_IsRefused() => StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => KeyStore.Open("a\0b"));

    [SkippableFact]
    public void Open_FolderOfAnotherUser_IsRefused()
    {
        StoreFolder.SkipOnWindows();
        Skip.IfNot(IsRoot, "only root can give a folder away");
        Directory.CreateDirectory(_store.Path);
        Tool.Named("chown").Run("12345", _store.Path).MustSucceed();
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => _store.Open());
    }

    [SkippableFact]
    public void Find_FileOfAnotherUser_IsRefused()
    {
        StoreFolder.SkipOnWindows();
        Skip.IfNot(IsRoot, "only root can give a file away");
        var made = _store.Add("web");
        Tool.Named("chown").Run("12345", made.Path).MustSucceed();
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => _store.Open().Find("web"));
    }

    [SkippableFact]
    public void Find_KeyFileIsALink_IsRefusedAndNeverWrittenThrough()
    {
        StoreFolder.SkipOnWindows();
        _store.Add("other");
        var victim = _store.Beside("victim");
        File.WriteAllBytes(victim, StoreFolder.KeyBytes());
        var content = File.ReadAllBytes(victim);
        File.CreateSymbolicLink(_store.File("web.pem"), victim);
        File.CreateSymbolicLink(_store.File("ghost.pem"), _store.Beside("nowhere"));
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => _store.Open().Find("web"));
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => _store.Add("web"));
        StoreFolder.Fails(ErrorCondition.KeyPairExists, () => _store.Add("ghost"));
        var (keys, errors) = _store.ListAll();
        Assert.Equal("other", Assert.Single(keys).Name);
        Assert.Equal(2, errors.Count);
        Assert.Equal(content, File.ReadAllBytes(victim));
        Assert.False(File.Exists(_store.Beside("nowhere")));
    }

    [SkippableFact]
    public void Published_MetadataIsALink_ReplacesTheLinkAndNotItsTarget()
    {
        StoreFolder.SkipOnWindows();
        var made = _store.Add("web");
        var victim = _store.Beside("victim");
        File.WriteAllText(victim, "precious");
        File.Delete(_store.File("web.json"));
        File.CreateSymbolicLink(_store.File("web.json"), victim);
        _store.Open().Published(made, StoreFolder.In("xx-1"));
        Assert.Equal("precious", File.ReadAllText(victim));
        Assert.Single(_store.Open().Find("web")!.PublishedTo);
    }

    [SkippableFact]
    public void Find_Pipes_AreNotWaitedFor()
    {
        StoreFolder.SkipOnWindows();
        _store.Add("web");
        File.Delete(_store.File("web.json"));
        Tool.Named("mkfifo").Run(_store.File("web.json"), _store.File("pipe.pem")).MustSucceed();
        Assert.NotNull(_store.Open().Find("web"));
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => _store.Open().Find("pipe"));
    }

    [SkippableFact]
    public void Add_LockIsALink_IsRefusedAndNotFollowed()
    {
        StoreFolder.SkipOnWindows();
        _store.Open().EnsureFolder();
        File.CreateSymbolicLink(_store.File(".lock"), _store.Beside("victim"));
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => _store.Add("web"));
        Assert.False(File.Exists(_store.Beside("victim")));
        Assert.Equal([".lock"], Entries(_store.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Add_LockIsAFolder_IsRefused()
    {
        Directory.CreateDirectory(_store.File(".lock"));
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => _store.Add("web"));
    }

    [Fact]
    public void Take_LockIsHeld_IsKeyStoreBusyAndFreeAfter()
    {
        _store.Open().EnsureFolder();
        using (FileLock.Take(_store.File(".lock"), TimeSpan.FromSeconds(30)))
        {
            StoreFolder.Fails(ErrorCondition.KeyStoreBusy, () => FileLock.Take(_store.File(".lock"), TimeSpan.FromMilliseconds(30)));
        }

        FileLock.Take(_store.File(".lock"), TimeSpan.Zero).Dispose();
    }

    [Fact]
    public void Add_FolderAboveIsAFile_NamesThePath()
    {
        File.WriteAllText(_store.Beside("file"), "");
        var error = Assert.Throws<Ec2KeyPairException>(() => KeyStore.Open(_store.Beside("file/keys")).EnsureFolder());
        Assert.Contains(_store.Beside("file"), error.Message);
        Assert.NotNull(error.Mend);
    }

    [SkippableFact]
    public void Add_FolderIsReadOnly_IsFileWriteFailed()
    {
        StoreFolder.SkipOnWindows();
        Skip.If(IsRoot, "root may write anywhere");
        _store.Open().EnsureFolder();
        StoreFolder.SetMode(_store.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        StoreFolder.Fails(ErrorCondition.FileWriteFailed, () => _store.Add("web"));
        StoreFolder.SetMode(_store.Path, UnixFileMode.None);
        StoreFolder.Fails(ErrorCondition.FileReadFailed, () => _store.ListAll());
        StoreFolder.SetMode(_store.Path, StoreFolder.Folder700);
        Assert.Empty(_store.List());
    }

    [SkippableFact]
    public void Find_FileMayNotBeRead_IsFileReadFailed()
    {
        StoreFolder.SkipOnWindows();
        Skip.If(IsRoot, "root may read anything");
        var made = _store.Add("web");
        StoreFolder.SetMode(_store.File("web.json"), UnixFileMode.None);
        StoreFolder.Fails(ErrorCondition.FileReadFailed, () => _store.Open().Find("web"));
        StoreFolder.Fails(ErrorCondition.FileReadFailed, () => _store.Open().Published(made, StoreFolder.In("xx-1")));
    }

    [SkippableTheory]
    [InlineData("/")]
    [InlineData("/tmp")]
    [InlineData("/usr")]
    public void Open_FolderOfTheSystem_IsRefusedAndLeftAsItIs(string folder)
    {
        StoreFolder.SkipOnWindows();
        var before = StoreFolder.Mode(folder);
        Skip.If((before & StoreFolder.Others) == 0, $"{folder} is private here");
        StoreFolder.Fails(ErrorCondition.KeyStoreUnsafe, () => KeyStore.Open(folder));
        Assert.Equal(before, StoreFolder.Mode(folder));
    }

    [SkippableFact]
    public void Add_DiskFull_IsFileWriteFailedAndLeavesNothing()
    {
        StoreFolder.SkipOnWindows();
        var old = _store.Add("old");
        // No file may grow: what a full disk does to a writer. The runtime's own double mapping is a file too.
        var answer = CrashChild.RunInShell("trap '' XFSZ; ulimit -f 0; export DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0", "add", _store.Path, "web");
        Skip.If(answer.ExitCode > 2, $"the runtime does not start under 'ulimit -f 0': {answer.Text}{answer.Error}");
        Assert.StartsWith(nameof(ErrorCondition.FileWriteFailed), answer.Text);
        Assert.Equal([".lock", "old.json", "old.pem"], Entries(_store.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(old.PublicKey, Assert.Single(_store.List()).PublicKey);
    }

    [Fact]
    public void Add_OldLeftovers_AreSweptAndYoungOnesAndStrangersStay()
    {
        _store.Open().EnsureFolder();
        var old = _store.File(".ec2keypair-" + new string('0', 32));
        var young = _store.File(".ec2keypair-" + new string('1', 32));
        var stranger = _store.File(".ec2keypair-notes");
        foreach (var path in new[] { old, young, stranger }) File.WriteAllText(path, "");
        foreach (var path in new[] { old, stranger }) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
        _store.Add("web");
        Assert.Equal((false, true, true), (File.Exists(old), File.Exists(young), File.Exists(stranger)));
    }

    [Fact]
    public async Task Find_WhileWritersReplaceAndRemove_IsWholeOrNothing()
    {
        var made = _store.Add("Web 1");
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                _store.Open().Published(made, StoreFolder.In($"xx-{i % 9}", "Web 1"));
                var passing = _store.Add("passing");
                File.Delete(passing.Path);
            }
        });
        for (var i = 0; i < 300; i++)
        {
            Assert.Contains(_store.List(), key => key.Name == "Web 1");
            Assert.Equal(made.PublicKey, _store.Open().Find("Web 1")!.PublicKey);
        }

        stop.Cancel();
        await writer;
    }

    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    private static string[] Entries(string folder) => Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
}
