namespace Ec2KeyPair.Core.Sessions.Shell;

/// <summary>Makes Enter of a lone line feed, for shells on Windows.</summary>
/// <remarks>
/// The Enter key is a carriage return in raw mode and passes untouched. A line feed comes from Ctrl+J, or from a paste
/// where the terminal leaves it as it is; PSReadLine takes it for "one more line" and runs nothing. The agent on
/// Windows replaces it too, but, as it counts, not always and in each version differently, and never in a frame that
/// holds a CR LF. So it is done here: by the byte before, wherever the input is cut, and CR LF stays.
/// On Linux the byte means what the remote terminal's settings say, and other sessions carry data: neither is touched.
/// </remarks>
internal sealed class EnterKey
{
    private bool _isAfterReturn;

    internal void Apply(List<byte> typed)
    {
        for (var at = 0; at < typed.Count; at++)
        {
            var key = typed[at];
            if (key == (byte)'\n' && !_isAfterReturn) typed[at] = (byte)'\r';
            _isAfterReturn = key == (byte)'\r';
        }
    }
}
