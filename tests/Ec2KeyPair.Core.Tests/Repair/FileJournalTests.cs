using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Repair.Sagas;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Repair;

public sealed class FileJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_ThenRead_GivesTheSame()
    {
        var journal = new FileJournal(_folder.File("j"));
        Assert.Empty(journal.Read());
        JournalEntry[] entries = [new(JournalMark.Began, "x"), new(JournalMark.Fact, "a\nb", "\"c\"\u2028\n"), new(JournalMark.Ended)];
        foreach (var entry in entries) journal.Append(entry);
        Assert.Equal(entries, journal.Read());
        Assert.Equal(3, File.ReadAllLines(_folder.File("j")).Length);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("j")));
    }

    [Fact]
    public void Read_TornAtAnyByte_HasAllWholeLinesAndGoesOn()
    {
        var whole = new FileJournal(_folder.File("whole"));
        whole.Append(new JournalEntry(JournalMark.Began, "é"));
        whole.Append(new JournalEntry(JournalMark.Doing, "é"));
        var bytes = File.ReadAllBytes(_folder.File("whole"));
        for (var length = 0; length <= bytes.Length; length++)
        {
            _folder.Write("torn", bytes[..length]);
            var torn = new FileJournal(_folder.File("torn"));
            var lines = bytes[..length].Count(value => value == '\n');
            Assert.Equal(lines, torn.Read().Count);
            torn.Append(new JournalEntry(JournalMark.Ended));
            Assert.Equal(lines + 1, torn.Read().Count);
            Assert.Equal(JournalMark.Ended, torn.Read()[^1].Mark);
        }
    }

    [Theory]
    [InlineData("{}\n")]
    [InlineData("{\"mark\":\"Nonsense\"}\n")]
    [InlineData("no json\n")]
    [InlineData("[]\n")]
    public void Read_WhatIsNoJournal_IsAnErrorAndNotAFreshStart(string content)
    {
        _folder.Write("j", System.Text.Encoding.UTF8.GetBytes(content));
        Assert.Equal(ErrorCondition.FileReadFailed, Assert.Throws<Ec2KeyPairException>(() => new FileJournal(_folder.File("j")).Read()).Condition);
    }

    [SkippableFact]
    public void Append_ThroughALink_IsRefused()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege there");
        _folder.Write("target", []);
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("target"));
        Assert.Equal(ErrorCondition.KeyStoreUnsafe, Assert.Throws<Ec2KeyPairException>(() => new FileJournal(_folder.File("link")).Append(new JournalEntry(JournalMark.Ended))).Condition);
        Assert.Empty(File.ReadAllBytes(_folder.File("target")));
    }
}
