using System.Text;
using static Ec2KeyPair.Core.Sessions.Terminal.WindowsConsoleCalls;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>
/// Turns the console's key records into the bytes that a terminal sends. With virtual terminal input on, the console
/// has made a sequence of every key already, one record for each UTF-16 unit of it.
/// </summary>
internal sealed class WindowsKeys
{
    private readonly Encoder _encoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetEncoder();
    private readonly Queue<byte> _bytes = new();

    /// <summary>Bytes that were made and not taken yet.</summary>
    internal bool HasBytes => _bytes.Count > 0;

    internal void Add(in InputRecord record)
    {
        if (record.Kind != KeyEvent || !IsTyped(record)) return;
        var unit = new[] { (char)record.Character };
        var made = new byte[8];
        for (var i = 0; i < Math.Max((ushort)1, record.Repeats); i++)
        {
            // The first half of a surrogate pair makes nothing; the encoder keeps it for the second.
            var count = _encoder.GetBytes(unit, 0, 1, made, 0, flush: false);
            for (var at = 0; at < count; at++) _bytes.Enqueue(made[at]);
        }
    }

    internal int Take(Span<byte> buffer)
    {
        var count = 0;
        while (count < buffer.Length && _bytes.Count > 0) buffer[count++] = _bytes.Dequeue();
        return count;
    }

    // A character with the release of Alt has been put together on the number pad.
    private static bool IsTyped(in InputRecord record) => record.IsDown != 0
        ? record.Character != 0 || IsNul(record)
        : record.Character != 0 && record.VirtualKey == AltKey;

    // Ctrl+Space and Ctrl+@ are a NUL. Newer consoles make a record of it that has nothing but the character; older ones
    // name the key that makes a NUL on the keyboard, mostly Ctrl+2. Any other key without a character types nothing.
    private static bool IsNul(in InputRecord record) => record.VirtualKey switch
    {
        0 => record.ControlKeys == 0,
        SpaceBar or DigitTwo => (record.ControlKeys & CtrlKeys) != 0 && (record.ControlKeys & AltKeys) == 0,
        _ => false,
    };
}
