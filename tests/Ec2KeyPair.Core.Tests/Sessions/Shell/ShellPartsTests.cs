using System.Text;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Shell;

namespace Ec2KeyPair.Core.Tests.Sessions.Shell;

public sealed class ShellPartsTests
{
    [Theory]
    [InlineData("dir\r", "dir\r")]
    [InlineData("\n", "\r")]
    [InlineData("a\nb\nc", "a\rb\rc")]
    [InlineData("a\r\nb", "a\r\nb")]
    [InlineData("a\r\nb\nc", "a\r\nb\rc")]
    [InlineData("\r\n\n", "\r\n\r")]
    public void EnterKey_EverySplit_IsTheSame(string typed, string expected)
    {
        for (var cut = 0; cut <= typed.Length; cut++)
        {
            var enter = new EnterKey();
            List<byte> first = [.. Encoding.ASCII.GetBytes(typed[..cut])], second = [.. Encoding.ASCII.GetBytes(typed[cut..])];
            enter.Apply(first);
            enter.Apply(second);
            Assert.Equal(expected, Encoding.ASCII.GetString([.. first, .. second]));
        }
    }

    [Fact]
    public void CustomerMessage_Hostile_IsShownWholeAndHarmless()
    {
        var notice = string.Concat(Enumerable.Repeat("A long legal notice. ", 100)).Trim();
        Assert.Equal(
            ["Hello", "", "\\u001B[2Jgone", notice],
            CustomerMessage.Lines($"Hello\r\n\n\u001b[2Jgone\n{notice}\n"));
        Assert.Equal([string.Concat(Enumerable.Repeat("\\u0007", 500))], CustomerMessage.Lines(new string('\a', 500)));
        Assert.Empty(CustomerMessage.Lines("\r\n"));
    }

    [Fact]
    public async Task ShellInput_Sizes_AreCoalescedAndKeysKept()
    {
        var input = new ShellInput();
        input.Resize(new TerminalSize(80, 24));
        await input.AddAsync([1, 2], default);
        input.Resize(new TerminalSize(100, 30));
        await input.AddAsync([3], default);
        var (size, keys) = await input.TakeAsync(default);
        Assert.Equal(new TerminalSize(100, 30), size);
        Assert.Equal([1, 2, 3], keys);

        input.Resize(new TerminalSize(100, 30)); // The same again is no news.
        await input.AddAsync([4], default);
        (size, keys) = await input.TakeAsync(default);
        Assert.Null(size);
        Assert.Equal([4], keys);
    }

    [Fact]
    public async Task ShellInput_BackToTheSizeSent_SendsNothing()
    {
        var input = new ShellInput();
        input.Resize(new TerminalSize(80, 24));
        await input.TakeAsync(default);
        input.Resize(new TerminalSize(90, 24));
        input.Resize(new TerminalSize(80, 24));
        await input.AddAsync([1], default);
        Assert.Null((await input.TakeAsync(default)).Size);
    }

    [Fact]
    public async Task ShellInput_Full_HoldsTheTypist()
    {
        var input = new ShellInput(limit: 4);
        var adding = input.AddAsync([1, 2, 3, 4], default).AsTask();
        Assert.False(adding.IsCompleted);
        Assert.Equal([1, 2, 3, 4], (await input.TakeAsync(default)).Keys);
        await adding;
        using var cancel = new CancellationTokenSource();
        adding = input.AddAsync([5, 6, 7, 8], cancel.Token).AsTask();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
    }
}
