using System.Globalization;
using System.Text;

namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>
/// Takes the line with the process id out of a command's standard error, wherever it stands: shells' start-up files may
/// write before it. Pieces are cut anywhere.
/// </summary>
internal sealed class StartNotice(string mark)
{
    private const int LongestNumber = 20;
    private readonly byte[] _beginning = Encoding.ASCII.GetBytes(mark + " ");
    private byte[] _held = [];

    /// <summary>The process id; null while the line has not come.</summary>
    internal int? ProcessId { get; private set; }

    /// <summary>What of this piece, and of what was held back before, is the command's.</summary>
    internal byte[] Take(byte[] piece)
    {
        if (ProcessId is not null) return piece;
        byte[] all = [.. _held, .. piece];
        var at = all.AsSpan().IndexOf(_beginning);
        if (at >= 0)
        {
            var rest = all.AsSpan(at + _beginning.Length);
            var end = rest.IndexOf((byte)'\n');
            if (end < 0 && rest.Length <= LongestNumber)
            {
                _held = all;
                return [];
            }

            _held = [];
            if (end >= 0 && Number(rest.Slice(0, end)) is { } processId)
            {
                ProcessId = processId;
                return [.. all.AsSpan(0, at).ToArray(), .. rest.Slice(end + 1).ToArray()];
            }

            return all;
        }

        // The beginning of the line may be the end of this piece.
        var keep = Math.Min(all.Length, _beginning.Length - 1);
        _held = all.AsSpan(all.Length - keep).ToArray();
        return all.AsSpan(0, all.Length - keep).ToArray();
    }

    /// <summary>What is still held back when no more comes.</summary>
    internal byte[] Finish()
    {
        var held = _held;
        _held = [];
        return held;
    }

    private static int? Number(ReadOnlySpan<byte> digits) => int.TryParse(
        Encoding.ASCII.GetString(digits.ToArray()), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 1 ? number : null;
}
