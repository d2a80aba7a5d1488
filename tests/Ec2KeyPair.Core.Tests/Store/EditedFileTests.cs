using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Store;

public sealed class EditedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("text");

    public void Dispose() => _folder.Dispose();

    /// <summary>ssh appends to known_hosts without a lock, also in the moment between reading and writing.</summary>
    [Theory]
    [InlineData("old\n")]
    [InlineData(null)]
    public void Edit_OtherProgramWritesMeanwhile_IsMadeAnew(string? before)
    {
        if (before is not null) File.WriteAllText(Path, before);
        var calls = 0;
        var answer = new EditedFile(Path, 1024).Edit<string>(content =>
        {
            if (++calls <= 3) File.AppendAllText(Path, $"theirs {calls}\n");
            return ([.. content ?? [], .. "mine\n"u8], Text(content));
        });
        Assert.Equal(4, calls);
        Assert.Equal(before + "theirs 1\ntheirs 2\ntheirs 3\n", answer);
        Assert.Equal(answer + "mine\n", File.ReadAllText(Path));
        Assert.Equal([Path], Directory.GetFiles(_folder.Path).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [Fact]
    public void Edit_OtherProgramWritesForEver_IsFileWriteFailedAndKeepsItsText()
    {
        var calls = 0;
        StoreFolder.Fails(ErrorCondition.FileWriteFailed, () => new EditedFile(Path, 1024 * 1024).Edit<int>(_ =>
        {
            File.AppendAllText(Path, "x");
            return ("mine"u8.ToArray(), ++calls);
        }));
        Assert.Equal(new string('x', calls), File.ReadAllText(Path));
    }

    [Fact]
    public void Edit_NoChange_TouchesNothing()
    {
        Assert.Equal(7, new EditedFile(Path, 10).Edit<int>(content => (null, content is null ? 7 : 0)));
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void Edit_ChangeThatThrows_LeavesFileAndLockAsTheyWere()
    {
        File.WriteAllText(Path, "old");
        Assert.Throws<TimeoutException>(() => new EditedFile(Path, 10).Edit<int>(_ => throw new TimeoutException()));
        Assert.Equal("old", File.ReadAllText(Path));
        Assert.Equal(1, new EditedFile(Path, 10).Edit<int>(_ => ("new"u8.ToArray(), 1)));
    }

    [Fact]
    public void Edit_FileLargerThanItMayBe_IsFileReadFailed()
    {
        File.WriteAllText(Path, new string('x', 11));
        StoreFolder.Fails(ErrorCondition.FileReadFailed, () => new EditedFile(Path, 10).Edit<int>(_ => ([], 0)));
        Assert.Equal(11, new FileInfo(Path).Length);
    }

    [SkippableFact]
    public void Edit_LinkThatLeadsNowhere_MakesWhatItLeadsTo()
    {
        StoreFolder.SkipOnWindows();
#if DESKTOP_CORE
        File.CreateSymbolicLink(Path, _folder.File("target"));
        StoreFolder.Fails(ErrorCondition.FileWriteFailed, () => new EditedFile(Path, 10).Edit<int>(_ => ([], 0)));
#else
        File.CreateSymbolicLink(Path, _folder.File("elsewhere/target"));
        new EditedFile(Path, 10).Edit<int>(_ => ("new"u8.ToArray(), 0));
        Assert.Equal("new", File.ReadAllText(_folder.File("elsewhere/target")));
#endif
    }

    /// <summary>Like /dev/null in place of known_hosts: a new file would take its name.</summary>
    [SkippableFact]
    public void Edit_Pipe_IsFileReadFailedAndStays()
    {
        StoreFolder.SkipOnWindows();
        Tool.Named("mkfifo").Run(Path).MustSucceed();
        StoreFolder.Fails(ErrorCondition.FileReadFailed, () => new EditedFile(Path, 10).Edit<int>(_ => ("new"u8.ToArray(), 0)));
        Assert.Equal(PathKind.Other, PathStatus.Of(Path)?.Kind);
    }

    private static string Text(byte[]? content) => Encoding.UTF8.GetString(content ?? []);
}
