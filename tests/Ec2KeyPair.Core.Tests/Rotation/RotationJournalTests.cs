using System.Text;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Core.Tests.AuthorizedKeys;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Tests.Store;

namespace Ec2KeyPair.Core.Tests.Rotation;

public sealed class RotationJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Path => _folder.File("x.journal");

    [Fact]
    public async Task Open_AfterAnyCut_KnowsWhatWasWholeAndGoesOn()
    {
        var header = new RotationHeader(ScriptMachine.NewKey("new"), "web/two", ["i-1", "i-2"])
        {
            OldKey = ScriptMachine.NewKey("old"), OldKeySource = "/k/old.pem", UserName = "ec2-user", Region = "xx-1", Via = RotationRoute.RunCommand, UpdatesLaunchTemplates = true,
        };
        int first;
        await using (var journal = RotationJournal.Create(Path, header))
        {
            first = (int)new FileInfo(Path).Length;
            await Task.WhenAll(journal.RecordAsync(new RotationEntry("i-1", RotationState.Added)), journal.RecordAsync(new RotationEntry("i-2", RotationState.Added)));
            await journal.RecordAsync(new RotationEntry("i-1", RotationState.Proven));
            await journal.RecordAsync(new RotationEntry("i-2", RotationState.Failed) { UserName = "ec2-user", Failure = new Ec2KeyPairException(ErrorCondition.LoginRefused, "no \"\n") });
        }

        Assert.True(OperatingSystem.IsWindows() || (StoreFolder.Mode(Path) & StoreFolder.Others) == 0, "it is private");
        var whole = File.ReadAllBytes(Path);
        for (var length = first; length <= whole.Length; length += length < whole.Length - 3 ? 3 : 1)
        {
            File.WriteAllBytes(Path, whole[..length]);
            var lines = whole.Take(length).Count(value => value == '\n') - 1;
            await using (var journal = RotationJournal.Open(Path))
            {
                Assert.Equal(header with { InstanceIds = [] }, journal.Header with { InstanceIds = [] });
                Assert.Equal(header.InstanceIds, journal.Header.InstanceIds);
                Assert.Equal(Math.Min(lines, 2), journal.States.Count);
                Assert.Equal(lines >= 4 ? "Failed" : lines >= 2 ? "Added" : "", journal.States.TryGetValue("i-2", out var state) ? $"{state.State}" : "");
                await journal.RecordAsync(new RotationEntry("i-2", RotationState.Stopped));
            }

            await using var again = RotationJournal.Open(Path);
            Assert.Equal(RotationState.Stopped, again.States["i-2"].State);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"ec2keypair-rotation\":1")]
    [InlineData("{\"ec2keypair-rotation\":2,\"newKey\":\"x\"}\n")]
    [InlineData("[]\n")]
    [InlineData("\n")]
    public void Open_NoJournal_IsAnError(string content)
    {
        File.WriteAllText(Path, content, new UTF8Encoding(false));
        Assert.Equal(ErrorCondition.RotationJournalInvalid, Assert.Throws<Ec2KeyPairException>(() => RotationJournal.Open(Path)).Condition);
        Assert.Equal(ErrorCondition.RotationJournalInvalid, Assert.Throws<Ec2KeyPairException>(() => RotationJournal.Open(_folder.File("none"))).Condition);
    }

    [Fact]
    public async Task Open_ALineInTheMiddleThatIsDamaged_IsAnErrorAndChangesNothing()
    {
        await using (var journal = RotationJournal.Create(Path, new RotationHeader(ScriptMachine.NewKey(), "x", ["i-1"]))) await journal.RecordAsync(new RotationEntry("i-1", RotationState.Added));
        File.AppendAllText(Path, "garbage\n{\"i\":\"i-1\",\"s\":\"Proven\"}\n");
        var before = File.ReadAllText(Path);
        Assert.Equal(ErrorCondition.RotationJournalInvalid, Assert.Throws<Ec2KeyPairException>(() => RotationJournal.Open(Path)).Condition);
        Assert.Equal(before, File.ReadAllText(Path));
    }

    [Fact]
    public async Task Open_ThatAnotherHas_IsBusy()
    {
        await using var journal = RotationJournal.Create(Path, new RotationHeader(ScriptMachine.NewKey(), "x", ["i-1"]));
        Assert.Equal(ErrorCondition.KeyStoreBusy, Assert.Throws<Ec2KeyPairException>(() => RotationJournal.Open(Path)).Condition);
        Assert.Equal(ErrorCondition.KeyPairExists, Assert.Throws<Ec2KeyPairException>(() => RotationJournal.Create(Path, journal.Header)).Condition);
    }
}
