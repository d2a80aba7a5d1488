using System.Runtime.InteropServices;
using System.Text;
using Ec2KeyPair.Core.Sessions.Terminal;

namespace Ec2KeyPair.Core.Tests.Sessions.Terminal;

/// <summary>What of the Windows console can be held against its documentation anywhere: records, and their layout.</summary>
public sealed class WindowsKeysTests
{
    private const uint LeftCtrl = 8, LeftAlt = 2;

    [Fact]
    public void InputRecord_Layout_IsTheSystems()
    {
        Assert.Equal(20, Marshal.SizeOf<WindowsConsoleCalls.InputRecord>());
        Assert.Equal(22, Marshal.SizeOf<WindowsConsoleCalls.ScreenBufferInfo>());
        Assert.Equal(14, (int)Marshal.OffsetOf<WindowsConsoleCalls.InputRecord>("Character"));
        Assert.Equal(16, (int)Marshal.OffsetOf<WindowsConsoleCalls.InputRecord>("ControlKeys"));
        Assert.Equal(10, (int)Marshal.OffsetOf<WindowsConsoleCalls.ScreenBufferInfo>("Left"));
    }

    [Fact]
    public void Add_Text_IsUtf8()
    {
        var keys = new WindowsKeys();
        foreach (var unit in "aé日😀\u001b[A") keys.Add(Down(unit));
        Assert.Equal("aé日😀\u001b[A", Encoding.UTF8.GetString(TakeAll(keys)));
        Assert.False(keys.HasBytes);
    }

    [Fact]
    public void Add_ControlKeys_AreBytes()
    {
        var keys = new WindowsKeys();
        keys.Add(Down('\u0003', 'C', LeftCtrl));
        keys.Add(Down('\u001a', 'Z', LeftCtrl));
        keys.Add(Down('\0', 0x20, LeftCtrl));
        keys.Add(Down('\0'));
        Assert.Equal([3, 26, 0, 0], TakeAll(keys));
    }

    [Fact]
    public void Add_WhatTypesNothing_IsLeftOut()
    {
        var keys = new WindowsKeys();
        keys.Add(Down('\0', 0x10)); // Shift
        keys.Add(Down('\0', 0x11, LeftCtrl)); // Ctrl
        keys.Add(Down('\0', 0x20, LeftCtrl | LeftAlt));
        keys.Add(Up('a', 'A'));
        keys.Add(new WindowsConsoleCalls.InputRecord { Kind = 4, IsDown = 1, Character = 'a' }); // WINDOW_BUFFER_SIZE_EVENT
        Assert.False(keys.HasBytes);
    }

    [Fact]
    public void Add_NumberPadCharacter_ComesWithAltsRelease()
    {
        var keys = new WindowsKeys();
        keys.Add(Down('\0', 0x12, LeftAlt));
        keys.Add(Up('ä', 0x12));
        Assert.Equal("ä", Encoding.UTF8.GetString(TakeAll(keys)));
    }

    [Fact]
    public void Take_SmallBuffer_LeavesTheRest()
    {
        var keys = new WindowsKeys();
        keys.Add(Down('日', repeats: 2));
        Assert.Equal("日日"u8.ToArray(), TakeAll(keys, size: 1));
    }

    private static WindowsConsoleCalls.InputRecord Down(char character, int key = 0, uint control = 0, ushort repeats = 1) =>
        new() { Kind = 1, IsDown = 1, Repeats = repeats, VirtualKey = (ushort)key, Character = character, ControlKeys = control };

    private static WindowsConsoleCalls.InputRecord Up(char character, int key) =>
        new() { Kind = 1, IsDown = 0, Repeats = 1, VirtualKey = (ushort)key, Character = character };

    private static byte[] TakeAll(WindowsKeys keys, int size = 64)
    {
        var all = new List<byte>();
        var buffer = new byte[size];
        while (keys.HasBytes) all.AddRange(buffer.AsSpan(0, keys.Take(buffer)));
        return [.. all];
    }
}
