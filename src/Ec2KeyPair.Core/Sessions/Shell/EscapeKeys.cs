namespace Ec2KeyPair.Core.Sessions.Shell;

/// <summary>
/// The way out of a remote shell, as ssh has it (ssh(1), ESCAPE CHARACTERS): at the beginning of a line <c>~.</c> leaves,
/// <c>~?</c> explains, <c>~~</c> is one tilde; before anything else a tilde is a tilde.
/// </summary>
internal sealed class EscapeKeys
{
    private const byte Tilde = (byte)'~';
    private bool _isLineStart = true;
    private bool _isEscape;

    /// <summary>Takes typed bytes, however they are cut.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="toSend">Gets what goes to the remote side.</param>
    internal EscapeRequest Feed(ReadOnlySpan<byte> typed, List<byte> toSend)
    {
        var request = EscapeRequest.None;
        foreach (var key in typed)
        {
            if (_isEscape)
            {
                _isEscape = false;
                if (key == (byte)'.') return EscapeRequest.Leave;
                if (key == (byte)'?')
                {
                    request = EscapeRequest.Explain;
                    continue;
                }

                toSend.Add(Tilde);
                if (key == Tilde)
                {
                    _isLineStart = false;
                    continue;
                }
            }
            else if (_isLineStart && key == Tilde)
            {
                _isEscape = true;
                continue;
            }

            _isLineStart = key is (byte)'\r' or (byte)'\n';
            toSend.Add(key);
        }

        return request;
    }
}

/// <summary>What the user asks of this side.</summary>
internal enum EscapeRequest
{
    None,
    Leave,
    Explain,
}
